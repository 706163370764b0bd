// A fragment indexed the wrong way round.
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

export const transposedFragment = kernel(
  import.meta.url,
  "transposedFragment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const square = fragment(f32, [16, 16]);
        const turned = fragment(f32, [16, 16]);
        fill(square, scale);
        for (const [i, j] of parallel(16, 16)) turned[i][j] = square[j][i];
        copy(turned, x.at(range(0, 16), range(0, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
