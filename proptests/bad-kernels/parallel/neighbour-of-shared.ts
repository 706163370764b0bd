// An element is written, its neighbour read.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const neighbourOfShared = kernel(
  import.meta.url,
  "neighbourOfShared",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = shared(f32, [65]);
        fill(row, scale);
        for (const [i] of parallel(64)) row[i] = row[i + 1]!;
        copy(row, y.at(range(0, 65)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
