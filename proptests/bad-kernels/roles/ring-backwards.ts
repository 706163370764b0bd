// The role that uses the ring stands before the one that fills it.
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

export const ringBackwards = kernel(
  import.meta.url,
  "ringBackwards",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ part: shared(f32, [block]) }, { stages: 2 });
        const fetch = (t: i32): void => steps.produce((slot) => copy(x.at(t, range(0, block)), slot.part));
        const use = (): void => steps.consume(({ part }) => copy(part, y.at(range(tile * block, block))));
        role("stores", { warps: 3 }, () => use());
        role("loads", { warps: 1 }, () => fetch(tile));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
