// An i32 and an f32 added.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const mixedArithmetic = kernel(
  import.meta.url,
  "mixedArithmetic",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const shifted = n + scale;
        y.write(shifted, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
