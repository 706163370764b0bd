// Options that do not say how many warps.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const optionsEmpty = kernel(
  import.meta.url,
  "optionsEmpty",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("all", {}, () => y.write(0, tile));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 1 } },
);
