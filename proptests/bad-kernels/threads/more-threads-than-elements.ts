// Every thread counts in an element of its own, and there are more threads than elements.
import { atomicAdd, ceilDiv, fill, type Global, i32, kernel, shared, type Static, threads, work } from "cuica/dsl";

export const moreThreadsThanElements = kernel(
  import.meta.url,
  "moreThreadsThanElements",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const counts = shared(i32, [64]);
        fill(counts, 0);
        threads(({ thread }) => {
          atomicAdd(counts.at(thread), 1);
        });
        y.write(counts[63]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
