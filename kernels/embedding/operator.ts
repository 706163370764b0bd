// The plan of the embedding.
import { allocation, checkCounts, integer, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent } = integer;

export interface EmbeddingOperatorProblem {
  /** Of the weight. */
  readonly dtype: "f32" | "bf16" | "f16";
}
export interface EmbeddingOperatorTuning {
  readonly blockN: number;
  readonly warps: number;
}
export const embeddingTuning: EmbeddingOperatorTuning = { blockN: 512, warps: 2 };

/** tokens [row] (i32) and weight [vocabulary, width] give y [row, width] in f32; a token outside the vocabulary, -1 for one, gives zeros. */
export const embedding = (
  { dtype }: EmbeddingOperatorProblem,
  tuning: EmbeddingOperatorTuning = embeddingTuning,
): OperatorPlan<"tokens" | "weight", never, "y"> => {
  checkCounts("embedding", { ...tuning });
  return {
    name: "embedding",
    url: import.meta.url,
    problem: { dtype },
    tuning: { ...tuning },
    parameters: [tensor("tokens", "i32", [null]), tensor("weight", dtype, [null, null])],
    requires: [],
    outputs: [allocation("y", "f32", [extent("tokens", 0), extent("weight", 1)])],
    variants: [
      {
        name: "gather",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "embed",
            problem: { dtype },
            tuning: { ...tuning },
            arguments: tensorsNamed(["tokens", "weight", "y"]),
          },
        ],
      },
    ],
  };
};
