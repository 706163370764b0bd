// A slot of a fragment.
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
  type Static,
  work,
} from "cuica/dsl";

export const fragmentInSlot = kernel(
  import.meta.url,
  "fragmentInSlot",
  (_problem: Static<object>, { block, stages }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const bad = ring({ part: fragment(f32, [block]) }, { stages });
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        bad.produce((slot) => fill(slot.part, 0));
        bad.consume((slot) => copy(slot.part, sums));
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 2, warps: 4 } },
);
