// A tensor where a tile is expected.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const tensorAsTile = kernel(
  import.meta.url,
  "tensorAsTile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = fragment(f32, [block]);
        copy(y, rows);
        copy(rows, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
