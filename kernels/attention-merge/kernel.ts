// Attention over two disjoint sets of keys, joined: each part's output counts as much as its exponentials' sum. One block takes one head of a token.
import {
  type bf16,
  convert,
  type Dim,
  type DType,
  exp2,
  type f16,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  log2,
  max,
  parallel,
  range,
  type Static,
  work,
} from "../../dsl/index.ts";

const LOG2E = 1.4426950408889634;
const LN2 = 0.6931471805599453;

export interface MergeProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
}
/**
 * output and other [batch, token, head, headDim] with logSumExp and otherLogSumExp [batch, head, token] become output and logSumExp over the keys of
 * both, in place. A part that saw no key has a log-sum-exp of -Infinity; where neither saw one, output is 0.
 */
export const mergeForward = kernel(
  import.meta.url,
  "mergeForward",
  <T extends f32 | f16 | bf16>({ headDim }: Static<MergeProblem<T>>, _tuning: Static<{ warps: number }>) =>
    (
      output: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
      other: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      otherLogSumExp: Global<f32, [i32, i32, i32]>,
    ) => {
      const [batches, tokens, heads] = output.shape;
      for (const [head, token, batch] of work([heads, tokens, batches])) {
        const first = fragment(f32, [headDim]);
        const second = fragment(f32, [headDim]);
        const all = range(0, headDim);
        const [firstSum, secondSum] = [logSumExp.read(batch, head, token), otherLogSumExp.read(batch, head, token)];
        const top = max(firstSum, secondSum);
        const base = top === -Infinity ? 0 : top;
        const firstWeight = exp2((firstSum - base) * LOG2E);
        const secondWeight = exp2((secondSum - base) * LOG2E);
        const total = firstWeight + secondWeight;
        const inverse = total > 0 ? 1 / total : 0;
        convert(output.at(batch, token, head, all), first);
        convert(other.at(batch, token, head, all), second);
        for (const [d] of parallel(headDim)) first[d] = (first[d] * firstWeight + second[d] * secondWeight) * inverse;
        convert(first, output.at(batch, token, head, all));
        logSumExp.write(total > 0 ? base + log2(total) * LN2 : -Infinity, batch, head, token);
      }
    },
  { problem: { dtype: "bf16", headDim: 128 }, tuning: { warps: 1 } },
);
