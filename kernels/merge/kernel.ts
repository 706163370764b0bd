// Two attentions of the same queries over disjoint sets of keys become the attention over both: each output weighs with its sum of exponentials. One block takes
// `blockT` tokens of one head.
import {
  accurateExp2,
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
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
export interface MergeTuning {
  readonly blockT: number;
  readonly warps: number;
}
/** first, second and output [batch, token, head, headDim]; log-sum-exps [batch, head, token]. Where neither part saw a key: 0 and -Infinity. */
export const mergeAttention = kernel(
  import.meta.url,
  "mergeAttention",
  <T extends f32 | f16 | bf16>({ headDim }: Static<MergeProblem<T>>, { blockT }: Static<MergeTuning>) =>
    (
      first: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      firstLogSumExp: Global<f32, [i32, i32, i32]>,
      second: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      secondLogSumExp: Global<f32, [i32, i32, i32]>,
      output: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
    ) => {
      const [batches, tokens, heads] = first.shape;
      for (const [tile, head, batch] of work([ceilDiv(tokens, blockT), heads, batches])) {
        const here = range(tile * blockT, blockT);
        const whole = range(0, headDim);
        const a = fragment(f32, [blockT, headDim]);
        const b = fragment(f32, [blockT, headDim]);
        const weightA = fragment(f32, [blockT]);
        const weightB = fragment(f32, [blockT]);
        const total = fragment(f32, [blockT]);
        convert(first.at(batch, here, head, whole), a);
        convert(second.at(batch, here, head, whole), b);
        copy(firstLogSumExp.at(batch, head, here), weightA);
        copy(secondLogSumExp.at(batch, head, here), weightB);
        for (const [t] of parallel(blockT)) {
          const top = max(weightA[t], weightB[t]);
          const base = top === -Infinity ? 0 : top;
          weightA[t] = accurateExp2((weightA[t] - base) * LOG2E);
          weightB[t] = accurateExp2((weightB[t] - base) * LOG2E);
          const sum = weightA[t] + weightB[t];
          total[t] = sum > 0 ? base + log2(sum) * LN2 : -Infinity;
          weightA[t] = sum > 0 ? weightA[t] / sum : 0;
          weightB[t] = sum > 0 ? weightB[t] / sum : 0;
        }
        // A part without keys has weight 0, whatever it holds.
        for (const [t, d] of parallel(blockT, headDim))
          a[t][d] = (weightA[t] > 0 ? weightA[t] * a[t][d] : 0) + (weightB[t] > 0 ? weightB[t] * b[t][d] : 0);
        convert(a, output.at(batch, here, head, whole));
        copy(total, logSumExp.at(batch, head, here));
      }
    },
  { problem: { dtype: "bf16", headDim: 128 }, tuning: { blockT: 8, warps: 4 } },
);
