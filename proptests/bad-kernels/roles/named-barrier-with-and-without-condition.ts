// One role asks, the other only arrives.
import { arrive, type f32, type Global, type i32, kernel, namedBarrier, role, type Static, waitAny, work } from "cuica/dsl";

export const withAndWithoutCondition = kernel(
  import.meta.url,
  "withAndWithoutCondition",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const done = namedBarrier({ warps: 2 });
      role("asks", { warps: 1 }, function* () {
        const any = yield* waitAny(done, x.read(0) > 0);
        y.write(any ? 1 : 0, 0);
      });
      role("leaves", { warps: 1 }, function* () {
        yield* arrive(done);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
