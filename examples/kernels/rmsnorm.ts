// RMSNorm with a weight: y = x / sqrt(mean(x^2) + epsilon) * weight, row by row. The width is a constant of the problem; a row is walked in
// tiles of `blockN` columns.
import {
  type bf16,
  ceilDiv,
  convert,
  type Dim,
  type DType,
  type f16,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  reduceSum,
  rsqrt,
  type Static,
  serial,
  work,
} from "../../dsl/index.ts";

export interface RmsNormProblem<T extends number> {
  dtype: DType<T>;
  width: number;
}
export interface RmsNormTuning {
  blockM: number;
  blockN: number;
  warps: number;
}

export const rmsNorm = kernel(
  import.meta.url,
  "rmsNorm",
  <T extends f32 | f16 | bf16>({ width }: Static<RmsNormProblem<T>>, { blockM, blockN }: Static<RmsNormTuning>) =>
    (x: Global<T, [i32, Dim<"width">]>, weight: Global<T, [Dim<"width">]>, y: Global<T, [i32, Dim<"width">]>, epsilon: f32) => {
      const [rows] = x.shape;
      for (const [rowTile] of work([ceilDiv(rows, blockM)])) {
        const top = rowTile * blockM;
        const tile = fragment(f32, [blockM, blockN]);
        const squares = fragment(f32, [blockM, blockN]);
        const weights = fragment(f32, [blockN]);
        const sum = fragment(f32, [blockM]);
        fill(tile, 0);
        fill(squares, 0);
        for (const left of serial(0, width, blockN)) {
          convert(x.at(range(top, blockM), range(left, blockN)), tile);
          for (const [i, j] of parallel(blockM, blockN)) squares[i][j] += tile[i][j] * tile[i][j];
        }
        reduceSum(squares, 1, sum);
        for (const [i] of parallel(blockM)) sum[i] = rsqrt(sum[i] / width + epsilon);
        for (const left of serial(0, width, blockN)) {
          // A row of one tile is still here.
          if (width > blockN) convert(x.at(range(top, blockM), range(left, blockN)), tile);
          convert(weight.at(range(left, blockN)), weights);
          for (const [i, j] of parallel(blockM, blockN)) tile[i][j] *= sum[i] * weights[j];
          convert(tile, y.at(range(top, blockM), range(left, blockN)));
        }
      }
    },
  { problem: { dtype: "bf16", width: 1024 }, tuning: { blockM: 4, blockN: 256, warps: 4 } },
);
