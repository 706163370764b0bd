// A square fragment used as it is and turned.
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
  reduceSum,
  type Static,
  work,
} from "cuica/dsl";

export const rowAndColumn = kernel(
  import.meta.url,
  "rowAndColumn",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const square = fragment(f32, [32, 32]);
        const column = fragment(f32, [32]);
        const row = fragment(f32, [32]);
        fill(square, scale);
        reduceSum(square, 0, row);
        reduceSum(square, 1, column);
        for (const [i] of parallel(32)) row[i] += column[i];
        copy(row, y.at(range(0, 32)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
