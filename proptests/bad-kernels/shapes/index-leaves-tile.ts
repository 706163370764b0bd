// The neighbour of the last element, in a loop over all of them; and that of the first.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, parallel, range, shared, type Static, work } from "cuica/dsl";

export const indexLeavesTile = kernel(
  import.meta.url,
  "indexLeavesTile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [tile] of work([ceilDiv(x.shape[0], block)])) {
        const row = shared(f32, [block]);
        const slopes = fragment(f32, [block]);
        copy(x.at(range(tile * block, block)), row);
        for (const [i] of parallel(block)) slopes[i] = row[i + 1]! - row[i - 1]!;
        copy(slopes, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
