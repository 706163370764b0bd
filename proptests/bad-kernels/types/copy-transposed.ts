// `copy` of a transpose.
import {
  ceilDiv,
  copy,
  f32,
  type Global,
  type i32,
  kernel,
  range,
  shared,
  type Static,
  transpose,
  work,
} from "cuica/dsl";

export const copyTransposed = kernel(
  import.meta.url,
  "copyTransposed",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const square = shared(f32, [32, 32]);
        const turned = shared(f32, [32, 32]);
        copy(x.at(range(0, 32), range(0, 32)), square);
        copy(transpose(square), turned);
        copy(turned, x.at(range(0, 32), range(0, 32)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
