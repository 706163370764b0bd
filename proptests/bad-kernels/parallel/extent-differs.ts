// A loop over fewer elements than the fragment has.
import {
  ceilDiv,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const extentDiffers = kernel(
  import.meta.url,
  "extentDiffers",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        for (const [i] of parallel(32)) row[i] = scale;
        copy(row, y.at(range(0, 64)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
