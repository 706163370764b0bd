// The exchange of a warp takes 32 bits.
import { type Global, type i32, type i64, kernel, type Static, threads, warpSum, work } from "cuica/dsl";

export const i64Shuffled = kernel(
  import.meta.url,
  "i64Shuffled",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      threads(function* ({ thread }) {
        const sum = yield* warpSum(x.read(thread));
        y.write(sum, thread);
      });
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
