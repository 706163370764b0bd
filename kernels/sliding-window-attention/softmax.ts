// What the attention kernels share: the columns of their tiles, and the online softmax: what one tile of logits adds to the rows seen so far, in base 2.
import { ceilDiv, exp2, type f32, fma, type Fragment, max, parallel, reduceMax, reduceSum } from "../../dsl/index.ts";

export const LOG2E = 1.4426950408889634;
export const LN2 = 0.6931471805599453;

/** Columns of a tile of heads that so many warps divide by 8: those behind a head's end are read as 0, and not written. */
export const columnsOf = (dim: number, warps: number): number => 8 * warps * ceilDiv(dim, 8 * warps);

/** The online softmax of one row tile, in base 2: what a tile of keys adds to it. */
export interface Softmax {
  readonly scores: Fragment<f32, [number, number]>;
  readonly rowMax: Fragment<f32, [number]>;
  readonly rowSum: Fragment<f32, [number]>;
  readonly tileMax: Fragment<f32, [number]>;
  readonly tileSum: Fragment<f32, [number]>;
}
/**
 * Turns masked logits, in units of 1 / `unit` of base 2, into exponentials and accounts for them; sums so far are to be multiplied by
 * `tileMax`. `unit` is positive.
 */
export const softmaxStep = ({ scores, rowMax, rowSum, tileMax, tileSum }: Softmax, blockM: number, blockN: number, unit: f32): void => {
  reduceMax(scores, 1, tileMax);
  for (const [i] of parallel(blockM)) {
    const next = max(rowMax[i], tileMax[i] * unit);
    // What to subtract: rows that have seen nothing yet keep exponentials of 0.
    const base = next === -Infinity ? 0 : next;
    tileMax[i] = exp2(rowMax[i] - base);
    rowMax[i] = next;
  }
  for (const [i, j] of parallel(blockM, blockN)) scores[i][j] = exp2(fma(scores[i][j], unit, rowMax[i] === -Infinity ? 0 : -rowMax[i]));
  reduceSum(scores, 1, tileSum);
  for (const [i] of parallel(blockM)) rowSum[i] = rowSum[i] * tileMax[i] + tileSum[i];
};
