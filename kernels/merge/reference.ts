// Two softmax attentions over disjoint sets of keys as one, by their log-sum-exps, in float64, and the same in a working precision.
import { type FloatType, roundTo } from "../../proptests/lib/tensors.ts";

export interface MergeRow {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly firstLogSumExp: number;
  readonly secondLogSumExp: number;
}
/** One head of one token; `dtype`: of the result in working precision, null for float64. */
export const mergedRow = (
  { first, second, firstLogSumExp, secondLogSumExp }: MergeRow,
  dtype: FloatType | null,
): { readonly output: number[]; readonly logSumExp: number } => {
  const scalar = dtype ? Math.fround : (value: number): number => value;
  const top = Math.max(firstLogSumExp, secondLogSumExp);
  if (top === Number.NEGATIVE_INFINITY) return { output: first.map(() => 0), logSumExp: top };
  const [a, b] = [scalar(Math.exp(scalar(firstLogSumExp - top))), scalar(Math.exp(scalar(secondLogSumExp - top)))];
  const total = scalar(a + b);
  // A part without keys has weight 0, whatever it holds.
  const output = first.map((value, n) => {
    const sum = scalar((a > 0 ? scalar(a * value) : 0) + (b > 0 ? scalar(b * second[n]!) : 0));
    return dtype ? roundTo(dtype, scalar(sum / total)) : sum / total;
  });
  return { output, logSumExp: scalar(top + scalar(Math.log(total))) };
};
