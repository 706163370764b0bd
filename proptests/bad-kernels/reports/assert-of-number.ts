// A number in place of a condition.
import { type Global, type Static, assert, type f32, type i32, kernel, work } from "cuica/dsl";

export const assertOfNumber = kernel(
  import.meta.url,
  "assertOfNumber",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      assert(x.read(0), "x is not 0");
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
