// Softmax over the rows of a matrix, of any length: a block takes `blockM` rows and walks their columns twice, first for the maximum and the
// sum (online), then for the result. Rows of at most `blockN` columns stay in registers and are read once.
import {
  ceilDiv,
  convert,
  type DType,
  exp2,
  f32,
  fill,
  fragment,
  type bf16,
  type f16,
  type Global,
  type i32,
  kernel,
  max,
  parallel,
  range,
  reduceMax,
  reduceSum,
  serial,
  type Static,
  work,
} from "../../dsl/index.ts";

const LOG2E = 1.4426950408889634;
/** What to subtract from a row that has seen nothing but -Infinity. */
const finite = (maximum: f32): f32 => (maximum === -Infinity ? 0 : maximum);

export interface SoftmaxProblem<T extends number> {
  dtype: DType<T>;
}
export interface SoftmaxTuning {
  blockM: number;
  blockN: number;
  warps: number;
}

export const softmax = kernel(
  import.meta.url,
  "softmax",
  <T extends f32 | f16 | bf16>(_problem: Static<SoftmaxProblem<T>>, { blockM, blockN }: Static<SoftmaxTuning>) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>) => {
      const [rows, columns] = x.shape;
      for (const [rowTile] of work([ceilDiv(rows, blockM)])) {
        const top = rowTile * blockM;
        const tile = fragment(f32, [blockM, blockN]);
        const rowMax = fragment(f32, [blockM]);
        const rowSum = fragment(f32, [blockM]);
        const tileMax = fragment(f32, [blockM]);
        const tileSum = fragment(f32, [blockM]);
        fill(tile, -Infinity);
        fill(rowMax, -Infinity);
        fill(rowSum, 0);
        for (const left of serial(0, columns, blockN)) {
          convert(x.at(range(top, blockM), range(left, blockN)), tile);
          for (const [i, j] of parallel(blockM, blockN)) tile[i][j] = left + j < columns ? tile[i][j] : -Infinity;
          reduceMax(tile, 1, tileMax);
          for (const [i] of parallel(blockM)) {
            const next = max(rowMax[i], tileMax[i]);
            rowSum[i] *= exp2((rowMax[i] - finite(next)) * LOG2E);
            rowMax[i] = next;
          }
          for (const [i, j] of parallel(blockM, blockN)) tile[i][j] = exp2((tile[i][j] - finite(rowMax[i])) * LOG2E);
          reduceSum(tile, 1, tileSum);
          for (const [i] of parallel(blockM)) rowSum[i] += tileSum[i];
        }
        for (const [i] of parallel(blockM)) rowSum[i] = 1 / rowSum[i];
        if (columns <= blockN) {
          // The only tile is still here.
          for (const [i, j] of parallel(blockM, blockN)) tile[i][j] *= rowSum[i];
          convert(tile, y.at(range(top, blockM), range(0, blockN)));
        } else {
          for (const left of serial(0, columns, blockN)) {
            convert(x.at(range(top, blockM), range(left, blockN)), tile);
            for (const [i, j] of parallel(blockM, blockN)) tile[i][j] = exp2((tile[i][j] - rowMax[i]) * LOG2E) * rowSum[i];
            convert(tile, y.at(range(top, blockM), range(left, blockN)));
          }
        }
      }
    },
  { problem: { dtype: "f32" }, tuning: { blockM: 4, blockN: 512, warps: 4 } },
);
