// A ring filled before the roles.
import {
  ceilDiv,
  copy,
  f32,
  type Global,
  type i32,
  kernel,
  range,
  ring,
  role,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const ringFilledBefore = kernel(
  import.meta.url,
  "ringFilledBefore",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ part: shared(f32, [block]) }, { stages: 2 });
        const fetch = (t: i32): void => steps.produce((slot) => copy(x.at(t, range(0, block)), slot.part));
        const use = (): void => steps.consume(({ part }) => copy(part, y.at(range(tile * block, block))));
        fetch(tile);
        role("stores", { warps: 4 }, () => use());
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
