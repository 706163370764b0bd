// The text of an assertion is known before the kernel runs.
import { type Global, type Static, assert, type f32, type i32, kernel, work } from "cuica/dsl";

export const assertMessageComputed = kernel(
  import.meta.url,
  "assertMessageComputed",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      assert(x.read(0) > 0, `x is ${x.read(0)}`);
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
