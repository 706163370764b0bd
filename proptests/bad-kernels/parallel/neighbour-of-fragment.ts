// The neighbour of a fragment's element.
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

export const neighbourOfFragment = kernel(
  import.meta.url,
  "neighbourOfFragment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        const next = fragment(f32, [64]);
        fill(row, scale);
        for (const [i] of parallel(64)) next[i] = row[i + 1];
        copy(next, y.at(range(0, 64)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
