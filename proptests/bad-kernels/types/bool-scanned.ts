// A running maximum of bools.
import { copy, cumulativeMax, fragment, type Global, type i32, bool, kernel, range, type Static, work } from "cuica/dsl";

export const boolScanned = kernel(
  import.meta.url,
  "boolScanned",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<bool, [i32]>, y: Global<bool, [i32]>) => {
    for (const [_block] of work([1])) {
      const own = fragment(bool, [64]);
      copy(x.at(range(0, 64)), own);
      cumulativeMax(own, 0, own);
      copy(own, y.at(range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
