// A ring without stages.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  ring,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const noStages = kernel(
  import.meta.url,
  "noStages",
  (_problem: Static<object>, { block }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ part: shared(f32, [block]) });
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        steps.produce((slot) => fill(slot.part, 0));
        steps.consume((slot) => copy(slot.part, sums));
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 2, warps: 4 } },
);
