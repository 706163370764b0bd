// Two roles fill one ring.
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

export const ringFilledByTwo = kernel(
  import.meta.url,
  "ringFilledByTwo",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ part: shared(f32, [block]) }, { stages: 2 });
        const fetch = (t: i32): void => steps.produce((slot) => copy(x.at(t, range(0, block)), slot.part));
        const use = (): void => steps.consume(({ part }) => copy(part, y.at(range(tile * block, block))));
        role("even", { warps: 1 }, () => fetch(0));
        role("odd", { warps: 1 }, () => fetch(1));
        role("stores", { warps: 2 }, () => {
          use();
          use();
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
