// A sum over the warp without yield*: its value would be an iterator.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, threads, warpSum, work } from "cuica/dsl";

export const forgottenYield = kernel(
  import.meta.url,
  "forgottenYield",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(({ lane }) => {
          const sum = warpSum(x.read(lane));
          y.write(f32(sum), tile);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
