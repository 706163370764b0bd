// Each element fetches a rectangle.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, parallel, prefetch, range, type Static, work } from "cuica/dsl";

export const prefetchInsideParallel = kernel(
  import.meta.url,
  "prefetchInsideParallel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        fill(t, 0);
        for (const [i] of parallel(block)) prefetch(x.at(i, range(0, block)));
        copy(t, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
