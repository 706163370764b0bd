// An elementwise loop in the code of one thread.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, threads, work } from "cuica/dsl";

export const parallelInside = kernel(
  import.meta.url,
  "parallelInside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(() => {
          for (const [i] of parallel(block)) y.write(x.read(i), tile * block + i);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
