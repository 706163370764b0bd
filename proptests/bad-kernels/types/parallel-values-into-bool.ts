// A condition stored as a number.
import { ceilDiv, copy, fragment, type Global, i32, kernel, parallel, range, type Static, work } from "cuica/dsl";

export const parallelValuesIntoBool = kernel(
  import.meta.url,
  "parallelValuesIntoBool",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (z: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const seen = fragment(i32, [block]);
        for (const [i] of parallel(block)) seen[i] = i < n;
        copy(seen, z.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
