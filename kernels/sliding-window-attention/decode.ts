// One or a few new tokens over a ring-buffer cache, as split-KV: every block attends to one part of the cache and leaves a normalised partial
// output with its log-sum-exp; a second launch combines the parts. A cache short enough for one part needs one launch. Token t lies in slot
// t mod capacity; slots never written are not read.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  idiv,
  kernel,
  log2,
  max,
  min,
  parallel,
  pipelined,
  range,
  reduceSum,
  remainder,
  serial,
  shared,
  type Static,
  tanh,
  transpose,
  work,
} from "../../dsl/index.ts";
import { columnsOf, LN2, LOG2E, type Softmax, softmaxStep } from "./softmax.ts";

export interface DecodeProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
  readonly valueDim: number;
  readonly hasSoftcap: boolean;
  /** One part takes the whole cache and writes the result; `partial` is left out. Otherwise `output` and `logSumExp` are. */
  readonly whole: boolean;
  /** Sinks enter here only if the part is the whole. */
  readonly hasSinks: boolean;
  /** Of both products: "ieee" for 16 bits, "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
}
export interface DecodeTuning {
  /** Query heads of one key head that a block takes together. */
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
}

/** Attends q [batch, step, head, headDim] to one part of what is in the cache k, v [batch, slot, kvHead, dim]: parts are alike, however full the cache is. */
export const decodeSplit = kernel(
  import.meta.url,
  "decodeSplit",
  <T extends f32 | f16 | bf16>(
    { dtype, headDim, valueDim, hasSoftcap, whole, hasSinks, precision }: Static<DecodeProblem<T>>,
    { blockM, blockN, stages, warps }: Static<DecodeTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      lengths: Global<i32, [i32]>,
      sinks: Global<f32, [i32]>,
      output: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
      partial: Global<f32, [i32, i32, i32, i32, Dim<"valueDim">]>,
      partialLogSumExp: Global<f32, [i32, i32, i32, i32]>,
      window: i32,
      scale: f32,
      softcap: f32,
    ) => {
      const keyColumns = columnsOf(headDim, 1);
      const valueColumns = columnsOf(valueDim, warps);
      const [batches, steps, heads] = q.shape;
      const [, capacity, kvHeads] = k.shape;
      const splits = whole ? 1 : partial.shape[3];
      const group = idiv(heads, kvHeads);
      const rowTiles = ceilDiv(group, blockM);
      for (const [split, headTile, stepOfBatch] of work([splits, rowTiles * kvHeads, steps * batches])) {
        const batch = idiv(stepOfBatch, steps);
        const step = remainder(stepOfBatch, steps);
        const kvHead = idiv(headTile, rowTiles);
        const row = remainder(headTile, rowTiles) * blockM;
        const length = lengths.read(batch);
        const filled = min(capacity, length);
        const newest = remainder(max(length - 1, 0), capacity);
        // The query's token is `back` tokens older than the newest one; it sees ages back ... oldest.
        const back = steps - 1 - step;
        const oldest = window < 0 ? length - 1 : min(length - 1, back + window - 1);

        const queries = shared(dtype, [blockM, keyColumns]);
        const keys = shared(dtype, [blockN, keyColumns]);
        const values = shared(dtype, [blockN, valueColumns]);
        const scores = fragment(f32, [blockM, blockN]);
        const weights = fragment(dtype, [blockM, blockN]);
        const sums = fragment(f32, [blockM, valueColumns]);
        const rowMax = fragment(f32, [blockM]);
        const rowSum = fragment(f32, [blockM]);
        const tileMax = fragment(f32, [blockM]);
        const softmax: Softmax = { scores, rowMax, rowSum, tileMax, tileSum: fragment(f32, [blockM]) };
        const unit = hasSoftcap ? 1 : scale * LOG2E;

        copy(q.slice(2, kvHead * group, group).at(batch, step, range(row, blockM), range(0, keyColumns)), queries);
        fill(sums, 0);
        fill(rowSum, hasSinks ? 1 : 0);
        if (hasSinks) {
          copy(sinks.slice(0, kvHead * group, group).at(range(row, blockM)), rowMax);
          for (const [i] of parallel(blockM)) rowMax[i] *= LOG2E;
        } else fill(rowMax, -Infinity);
        const tiles = ceilDiv(filled, blockN);
        const share = ceilDiv(tiles, splits);
        const cachedKeys = k.slice(1, 0, filled);
        const cachedValues = v.slice(1, 0, filled);
        for (const tile of pipelined(split * share, min((split + 1) * share, tiles), { stages })) {
          const left = tile * blockN;
          copy(cachedKeys.at(batch, range(left, blockN), kvHead, range(0, keyColumns)), keys);
          copy(cachedValues.at(batch, range(left, blockN), kvHead, range(0, valueColumns)), values);
          gemm(queries, transpose(keys), scores, { accumulate: false, precision });
          for (const [i, j] of parallel(blockM, blockN)) {
            const slot = left + j;
            const age = slot <= newest ? newest - slot : newest - slot + capacity;
            const visible = slot < filled && age >= back && age <= oldest;
            const logit = hasSoftcap ? softcap * LOG2E * tanh((scores[i][j] * scale) / softcap) : scores[i][j];
            scores[i][j] = visible ? logit : -Infinity;
          }
          softmaxStep(softmax, blockM, blockN, unit);
          for (const [i, j] of parallel(blockM, valueColumns)) sums[i][j] *= tileMax[i];
          convert(scores, weights);
          gemm(weights, values, sums, { precision });
        }
        for (const [i, j] of parallel(blockM, valueColumns)) sums[i][j] = rowSum[i] > 0 ? sums[i][j] / rowSum[i] : 0;
        for (const [i] of parallel(blockM)) rowMax[i] = rowSum[i] > 0 ? (rowMax[i] + log2(rowSum[i])) * LN2 : -Infinity;
        if (whole) {
          convert(sums, output.slice(2, kvHead * group, group).at(batch, step, range(row, blockM), range(0, valueColumns)));
          copy(rowMax, logSumExp.slice(1, kvHead * group, group).at(batch, range(row, blockM), step));
        } else {
          copy(sums, partial.slice(2, kvHead * group, group).at(batch, step, range(row, blockM), split, range(0, valueColumns)));
          copy(rowMax, partialLogSumExp.slice(2, kvHead * group, group).at(batch, step, range(row, blockM), split));
        }
      }
    },
  {
    problem: { dtype: "bf16", headDim: 64, valueDim: 64, hasSoftcap: false, whole: false, hasSinks: false, precision: "ieee" },
    tuning: { blockM: 16, blockN: 64, stages: 2, warps: 1 },
  },
);

export interface CombineProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly valueDim: number;
  readonly hasSinks: boolean;
}
export interface CombineTuning {
  /** Parts that are joined at a time: they are fetched together. */
  readonly blockN: number;
  readonly warps: number;
}

/**
 * Joins the parts, partial [batch, step, head, split, valueDim] and partialLogSumExp [batch, step, head, split]: output [batch, step, head, valueDim],
 * log-sum-exp [batch, head, step]. A sink is one more logit of its head, with no value.
 */
export const decodeCombine = kernel(
  import.meta.url,
  "decodeCombine",
  <T extends f32 | f16 | bf16>({ dtype: _, valueDim, hasSinks }: Static<CombineProblem<T>>, { blockN }: Static<CombineTuning>) =>
    (
      partial: Global<f32, [i32, i32, i32, i32, Dim<"valueDim">]>,
      partialLogSumExp: Global<f32, [i32, i32, i32, i32]>,
      sinks: Global<f32, [i32]>,
      output: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
    ) => {
      // Of a number that threads divide.
      const columns = columnsOf(valueDim, 1);
      const [batches, steps, heads, splits] = partial.shape;
      for (const [head, step, batch] of work([heads, steps, batches])) {
        const parts = fragment(f32, [blockN, columns]);
        const sum = fragment(f32, [columns]);
        const tileSum = fragment(f32, [columns]);
        const weights = shared(f32, [blockN]);
        const scores = fragment(f32, [1, blockN]);
        const rowMax = fragment(f32, [1]);
        const rowSum = fragment(f32, [1]);
        const tileMax = fragment(f32, [1]);
        const softmax: Softmax = { scores, rowMax, rowSum, tileMax, tileSum: fragment(f32, [1]) };
        fill(sum, 0);
        fill(rowSum, hasSinks ? 1 : 0);
        fill(rowMax, hasSinks ? sinks.read(head) * LOG2E : -Infinity);
        for (const tile of serial(0, ceilDiv(splits, blockN))) {
          const here = range(tile * blockN, blockN);
          copy(partial.at(batch, step, head, here, range(0, columns)), parts);
          copy(partialLogSumExp.at(batch, step, range(head, 1), here), scores);
          for (const [i, n] of parallel(1, blockN)) scores[i][n] = tile * blockN + n < splits ? scores[i][n] : -Infinity;
          softmaxStep(softmax, 1, blockN, LOG2E);
          for (const [i, n] of parallel(1, blockN)) weights[n] = scores[i][n];
          for (const [n, d] of parallel(blockN, columns)) parts[n][d] *= weights[n];
          reduceSum(parts, 0, tileSum);
          for (const [d] of parallel(columns)) sum[d] = sum[d] * tileMax[0] + tileSum[d];
        }
        for (const [d] of parallel(columns)) sum[d] = rowSum[0] > 0 ? sum[d] / rowSum[0] : 0;
        convert(sum, output.at(batch, step, head, range(0, columns)));
        for (const [i] of parallel(1)) rowMax[i] = rowSum[i] > 0 ? (rowMax[i] + log2(rowSum[i])) * LN2 : -Infinity;
        copy(rowMax, logSumExp.at(batch, range(head, 1), step));
      }
    },
  { problem: { dtype: "bf16", valueDim: 64, hasSinks: false }, tuning: { blockN: 16, warps: 4 } },
);
