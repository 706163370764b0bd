// Operations on bits take 32 of them.
import { type Global, type i32, type i64, kernel, type Static, threads, warpOr, work } from "cuica/dsl";

export const i64Bits = kernel(
  import.meta.url,
  "i64Bits",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      threads(function* ({ thread }) {
        const bits = yield* warpOr(x.read(thread));
        y.write(bits, thread);
      });
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
