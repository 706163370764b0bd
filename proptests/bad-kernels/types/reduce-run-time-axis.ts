// A reduction along an axis known at run time.
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
  type Static,
  work,
} from "cuica/dsl";

export const reduceRunTimeAxis = kernel(
  import.meta.url,
  "reduceRunTimeAxis",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const scores = fragment(f32, [16, block]);
        const rowMax = fragment(f32, [16]);
        fill(scores, 0);
        reduceMax(scores, n, rowMax);
        copy(rowMax, y.at(range(0, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
