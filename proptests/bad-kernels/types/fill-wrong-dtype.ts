// `fill` of an integer tile with an f32.
import { ceilDiv, copy, type f32, fill, fragment, type Global, i32, kernel, range, type Static, work } from "cuica/dsl";

export const fillWrongDtype = kernel(
  import.meta.url,
  "fillWrongDtype",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (z: Global<i32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const counts = fragment(i32, [block]);
        fill(counts, scale);
        copy(counts, z.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
