// A fill that runs under a condition.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  ring,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const conditionalFill = kernel(
  import.meta.url,
  "conditionalFill",
  (_problem: Static<object>, { block, stages }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ part: shared(f32, [block]) }, { stages });
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        const fetch = (t: i32): void => steps.produce((slot) => copy(x.at(t, range(0, block)), slot.part));
        const use = (): void =>
          steps.consume(({ part }) => {
            for (const [i] of parallel(block)) sums[i] += part[i];
          });
        fetch(0);
        if (n > 1) fetch(1);
        use();
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 2, warps: 4 } },
);
