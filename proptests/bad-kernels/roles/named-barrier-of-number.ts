// A number where a barrier belongs.
import { type f32, type Global, type i32, kernel, role, type Static, wait, work } from "cuica/dsl";

export const namedBarrierOfNumber = kernel(
  import.meta.url,
  "namedBarrierOfNumber",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      role("uses", { warps: 4 }, function* () {
        yield* wait(3);
        x.write(1, 0);
      });
    }
  },
  { problem: {}, tuning: {} },
);
