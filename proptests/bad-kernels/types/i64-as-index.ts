// An i64 where an index belongs: indices are i32.
import { type Global, type i32, type i64, kernel, type Static, work } from "cuica/dsl";

export const i64AsIndex = kernel(
  import.meta.url,
  "i64AsIndex",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      y.write(1, x.read(0));
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
