// A role of as many warps as the data says.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const runTimeWarps = kernel(
  import.meta.url,
  "runTimeWarps",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("all", { warps: n }, () => y.write(0, tile));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
