// A literal that JavaScript itself cannot hold.
import { type Global, type i32, type i64, kernel, type Static, work } from "cuica/dsl";

export const i64Literal = kernel(
  import.meta.url,
  "i64Literal",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      // biome-ignore lint/correctness/noPrecisionLoss: that is what is wrong here
      y.write(9007199254740993, 0);
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
