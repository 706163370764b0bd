// A tile operation inside the elementwise loop.
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
  type Static,
  work,
} from "cuica/dsl";

export const fillInside = kernel(
  import.meta.url,
  "fillInside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        for (const [i] of parallel(64)) fill(row, 0);
        copy(row, y.at(range(0, 64)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
