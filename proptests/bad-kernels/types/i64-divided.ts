// A quotient of integers by the operator of floats.
import { type Global, type i32, type i64, kernel, type Static, work } from "cuica/dsl";

export const i64Divided = kernel(
  import.meta.url,
  "i64Divided",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      y.write(x.read(0) / x.read(1), 0);
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
