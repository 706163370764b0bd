// Rows of 32 elements, 16 apart.
import {
  ceilDiv,
  copy,
  f32,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const raceOnNarrowStride = kernel(
  import.meta.url,
  "raceOnNarrowStride",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const flat = shared(f32, [512]);
        for (const [i, j] of parallel(16, 32)) flat[i * 16 + j] = scale;
        copy(flat, y.at(range(tile * 512, 512)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
