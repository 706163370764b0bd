// Per-thread code in per-thread code.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, threads, work } from "cuica/dsl";

export const nested = kernel(
  import.meta.url,
  "nested",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        threads(({ thread }) => {
          threads(() => {
            y.write(x.read(thread), tile);
          });
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
