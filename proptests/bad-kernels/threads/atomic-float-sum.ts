// Floats added in the order in which threads come: the last bits change from run to run.
import { atomicAdd, ceilDiv, type f32, type Global, type i32, kernel, type Static, threads, work } from "cuica/dsl";

export const atomicFloatSum = kernel(
  import.meta.url,
  "atomicFloatSum",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(({ thread }) => {
          atomicAdd(y.at(tile), x.read(tile * block + thread));
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
