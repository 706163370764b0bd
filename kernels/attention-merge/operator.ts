// The plan that joins attention over two sets of keys.
import { integer, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent } = integer;

export interface MergeOperatorProblem {
  readonly dtype: "f32" | "bf16" | "f16";
  readonly headDim: number;
}
/**
 * output and other [batch, token, head, headDim], logSumExp and otherLogSumExp [batch, head, token] (f32), as `attention` and `attentionDecode` give
 * them over disjoint keys: output and logSumExp become those over all keys, in place. A part without keys (0 and -Infinity) does not count.
 */
export const mergeAttention = (
  { dtype, headDim }: MergeOperatorProblem,
  tuning: { readonly warps: number } = { warps: 1 },
): OperatorPlan<"output" | "logSumExp" | "other" | "otherLogSumExp", never, never> => {
  const [batch, tokens, heads] = [extent("output", 0), extent("output", 1), extent("output", 2)];
  return {
    name: "mergeAttention",
    url: import.meta.url,
    problem: { dtype, headDim },
    tuning: { ...tuning },
    parameters: [
      tensor("output", dtype, [null, null, null, headDim], true),
      tensor("logSumExp", "f32", [batch, heads, tokens], true),
      tensor("other", dtype, [batch, tokens, heads, headDim]),
      tensor("otherLogSumExp", "f32", [batch, heads, tokens]),
    ],
    requires: [],
    outputs: [],
    variants: [
      {
        name: "heads",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "mergeForward",
            problem: { dtype, headDim },
            tuning: { ...tuning },
            arguments: tensorsNamed(["output", "logSumExp", "other", "otherLogSumExp"]),
          },
        ],
      },
    ],
  };
};
