// Threads of a role at a named barrier.
import { type f32, type Global, type i32, kernel, namedBarrier, role, type Static, threads, wait, work } from "cuica/dsl";

export const namedBarrierInThreadsOfRole = kernel(
  import.meta.url,
  "namedBarrierInThreadsOfRole",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const full = namedBarrier({ warps: 4 });
      role("uses", { warps: 4 }, () => {
        threads(function* ({ thread }) {
          yield* wait(full);
          x.write(1, thread);
        });
      });
    }
  },
  { problem: {}, tuning: {} },
);
