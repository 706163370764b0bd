// A running sum of i64.
import { copy, cumulativeSum, fragment, type Global, type i32, i64, kernel, range, type Static, work } from "cuica/dsl";

export const i64Scanned = kernel(
  import.meta.url,
  "i64Scanned",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      const own = fragment(i64, [64]);
      copy(x.at(range(0, 64)), own);
      cumulativeSum(own, 0, own);
      copy(own, y.at(range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
