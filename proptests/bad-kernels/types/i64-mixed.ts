// An i64 and an i32 in one sum.
import { type Global, type i32, type i64, kernel, serial, type Static, work } from "cuica/dsl";

export const i64Mixed = kernel(
  import.meta.url,
  "i64Mixed",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      for (const i of serial(0, 4)) y.write(x.read(i) + i, i);
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
