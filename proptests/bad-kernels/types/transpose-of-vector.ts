// The transpose of a vector.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  type Global,
  type i32,
  kernel,
  range,
  shared,
  type Static,
  transpose,
  work,
} from "cuica/dsl";

export const transposeOfVector = kernel(
  import.meta.url,
  "transposeOfVector",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = shared(f32, [block]);
        fill(rows, 0);
        copy(transpose(rows), y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
