// A step of whole warps under a condition of lanes.
import { type f32, type Global, type i32, kernel, namedBarrier, type Static, threads, wait, work } from "cuica/dsl";

export const namedBarrierOfLanes = kernel(
  import.meta.url,
  "namedBarrierOfLanes",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const full = namedBarrier({ warps: 4 });
      threads(function* ({ thread, lane }) {
        if (lane < 16) yield* wait(full);
        x.write(1, thread);
      });
    }
  },
  { problem: {}, tuning: {} },
);
