// A sum over the warp in a loop that every lane runs for another number of rounds.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, threads, warpSum, work } from "cuica/dsl";

export const sumInUnevenLoop = kernel(
  import.meta.url,
  "sumInUnevenLoop",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(function* ({ thread }) {
          for (let i = thread; i < n; i += 100) {
            const sum = yield* warpSum(x.read(i));
            if (thread === 0) y.write(sum, tile);
          }
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
