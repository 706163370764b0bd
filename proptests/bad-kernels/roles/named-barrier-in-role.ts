// A barrier that only one role knows.
import { type f32, type Global, type i32, kernel, namedBarrier, role, type Static, wait, work } from "cuica/dsl";

export const namedBarrierInRole = kernel(
  import.meta.url,
  "namedBarrierInRole",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      role("uses", { warps: 4 }, function* () {
        const own = namedBarrier({ warps: 4 });
        yield* wait(own);
        x.write(1, 0);
      });
    }
  },
  { problem: {}, tuning: {} },
);
