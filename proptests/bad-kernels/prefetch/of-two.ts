// Two rectangles at once.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, prefetch, range, type Static, work } from "cuica/dsl";

export const prefetchOfTwo = kernel(
  import.meta.url,
  "prefetchOfTwo",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        fill(t, 0);
        prefetch(x.at(tile, range(0, block)), y.at(range(0, block)));
        copy(t, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
