// A wait that nobody waits for.
import { type f32, type Global, type i32, kernel, namedBarrier, role, type Static, wait, work } from "cuica/dsl";

export const namedBarrierNotYielded = kernel(
  import.meta.url,
  "namedBarrierNotYielded",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const full = namedBarrier({ warps: 4 });
      role("uses", { warps: 4 }, function* () {
        wait(full);
        x.write(1, 0);
      });
    }
  },
  { problem: {}, tuning: {} },
);
