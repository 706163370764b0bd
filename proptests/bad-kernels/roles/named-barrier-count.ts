// A barrier for more warps than ever come to it.
import { arrive, type f32, type Global, type i32, kernel, namedBarrier, role, type Static, wait, work } from "cuica/dsl";

export const namedBarrierCount = kernel(
  import.meta.url,
  "namedBarrierCount",
  (_problem: Static<object>, _tuning: Static<object>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const full = namedBarrier({ warps: 9 });
      role("fills", { warps: 1 }, function* () {
        x.write(1, 0);
        yield* arrive(full);
      });
      role("uses", { warps: 4 }, function* () {
        yield* wait(full);
      });
    }
  },
  { problem: {}, tuning: {} },
);
