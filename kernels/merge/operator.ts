// The plan of merging two attentions.
import { allocation, checkCounts, integer, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent } = integer;

export interface MergeOperatorProblem {
  readonly dtype: "f32" | "bf16" | "f16";
  readonly headDim: number;
}
export interface MergeOperatorTuning {
  readonly blockT: number;
  readonly warps: number;
}
export const mergeTuning: MergeOperatorTuning = { blockT: 8, warps: 4 };

/**
 * first and second [batch, token, head, headDim] with their log-sum-exps [batch, head, token], attentions of the same queries over disjoint sets of
 * keys, give the attention over both: output and logSumExp alike. A part without keys has a log-sum-exp of -Infinity.
 */
export const mergeAttentions = (
  { dtype, headDim }: MergeOperatorProblem,
  tuning: MergeOperatorTuning = mergeTuning,
): OperatorPlan<"first" | "firstLogSumExp" | "second" | "secondLogSumExp", never, "output" | "logSumExp"> => {
  checkCounts("mergeAttentions", { headDim, ...tuning });
  const [batch, tokens, heads] = [extent("first", 0), extent("first", 1), extent("first", 2)];
  const shape = [batch, tokens, heads, headDim];
  return {
    name: "mergeAttentions",
    url: import.meta.url,
    problem: { dtype, headDim },
    tuning: { ...tuning },
    parameters: [
      tensor("first", dtype, [null, null, null, headDim]),
      tensor("firstLogSumExp", "f32", [batch, heads, tokens]),
      tensor("second", dtype, shape),
      tensor("secondLogSumExp", "f32", [batch, heads, tokens]),
    ],
    requires: [],
    outputs: [allocation("output", dtype, shape), allocation("logSumExp", "f32", [batch, heads, tokens])],
    variants: [
      {
        name: "heads",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "mergeAttention",
            problem: { dtype, headDim },
            tuning: { ...tuning },
            arguments: tensorsNamed(["first", "firstLogSumExp", "second", "secondLogSumExp", "output", "logSumExp"]),
          },
        ],
      },
    ],
  };
};
