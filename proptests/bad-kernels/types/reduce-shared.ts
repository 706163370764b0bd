// A reduction of a shared tile.
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
  reduceMax,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const reduceShared = kernel(
  import.meta.url,
  "reduceShared",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const scores = shared(f32, [16, block]);
        const rowMax = fragment(f32, [16]);
        fill(scores, 0);
        reduceMax(scores, 1, rowMax);
        copy(rowMax, y.at(range(0, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
