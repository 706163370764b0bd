// A fill of a whole tile in the code of one thread.
import { ceilDiv, f32, fill, type Global, type i32, kernel, shared, type Static, threads, work } from "cuica/dsl";

export const tileOperationInside = kernel(
  import.meta.url,
  "tileOperationInside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = shared(f32, [block]);
        threads(({ thread }) => {
          fill(part, 0);
          y.write(part[thread]!, tile * block + thread);
        });
      }
    },
  { problem: {}, tuning: { block: 128, warps: 4 } },
);
