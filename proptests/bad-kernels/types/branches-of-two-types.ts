// The branches of `?:` differ.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const branchesOfTwoTypes = kernel(
  import.meta.url,
  "branchesOfTwoTypes",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const chosen = n > 3 ? n : scale;
        y.write(f32(chosen), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
