// Threads add to one variable of the whole block.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, threads, work } from "cuica/dsl";

export const outerVariable = kernel(
  import.meta.url,
  "outerVariable",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total = f32(0);
        threads(({ thread }) => {
          total += x.read(tile * block + thread);
        });
        y.write(total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
