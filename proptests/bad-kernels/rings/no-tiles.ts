// A ring without tiles.
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

export const noTiles = kernel(
  import.meta.url,
  "noTiles",
  (_problem: Static<object>, { block, stages }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const steps = ring({}, { stages });
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        steps.produce(() => {});
        steps.consume(() => {});
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 2, warps: 4 } },
);
