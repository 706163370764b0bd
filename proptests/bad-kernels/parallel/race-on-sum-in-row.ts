// Of the two indices, the first is the same for all elements and the second for several.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const raceOnSumInRow = kernel(
  import.meta.url,
  "raceOnSumInRow",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i, j] of parallel(16, 16)) y.write(scale, tile, i + j);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
