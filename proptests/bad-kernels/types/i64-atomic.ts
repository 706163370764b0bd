// Atomics of bits work on 32 of them.
import { atomicAnd, type Global, type i32, type i64, kernel, type Static, work } from "cuica/dsl";

export const i64Atomic = kernel(
  import.meta.url,
  "i64Atomic",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      atomicAnd(y.at(0), x.read(0));
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
