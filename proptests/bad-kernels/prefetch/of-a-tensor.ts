// A whole tensor, of which no rectangle is named.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, prefetch, range, type Static, work } from "cuica/dsl";

export const prefetchOfATensor = kernel(
  import.meta.url,
  "prefetchOfATensor",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        fill(t, 0);
        prefetch(x);
        copy(t, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
