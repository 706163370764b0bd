// A sum over the warp that only some of its lanes take part in.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, threads, warpSum, work } from "cuica/dsl";

export const sumUnderCondition = kernel(
  import.meta.url,
  "sumUnderCondition",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(function* ({ thread, lane }) {
          if (lane < 3) {
            const sum = yield* warpSum(x.read(tile * block + thread));
            y.write(sum, tile);
          }
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
