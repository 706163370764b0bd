// A slot's second tile is used and never filled.
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

export const neverFilledTile = kernel(
  import.meta.url,
  "neverFilledTile",
  (_problem: Static<object>, { block, stages }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({ left: shared(f32, [block]), right: shared(f32, [block]) }, { stages });
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        steps.produce((slot) => copy(x.at(0, range(0, block)), slot.left));
        steps.consume((slot) => {
          for (const [i] of parallel(block)) sums[i] += slot.left[i] * slot.right[i];
        });
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 2, warps: 4 } },
);
