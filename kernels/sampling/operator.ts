// The plans of choosing the next tokens. All that a row's choice depends on is on the device, so that one graph serves every step.
import { allocation, checkCounts, integer, type OperatorPlan, OptionError, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent } = integer;

export interface SamplingOperatorProblem {
  readonly vocabulary: number;
}
export interface SamplingOperatorTuning {
  readonly blockN: number;
  readonly warps: number;
}
export const samplingTuning: SamplingOperatorTuning = { blockN: 4096, warps: 8 };
const rows = extent("logits", 0);

/**
 * logits [row, vocabulary] (f32) give tokens [row]: the first of the largest logits; -1 where active [row] is 0, or no logit is a number above
 * -Infinity.
 */
export const argmax = (
  { vocabulary }: SamplingOperatorProblem,
  tuning: SamplingOperatorTuning = samplingTuning,
): OperatorPlan<"logits" | "active", never, "tokens"> => {
  checkCounts("argmax", { vocabulary, ...tuning });
  return {
    name: "argmax",
    url: import.meta.url,
    problem: { vocabulary },
    tuning: { ...tuning },
    parameters: [tensor("logits", "f32", [null, vocabulary]), tensor("active", "i32", [rows])],
    requires: [],
    outputs: [allocation("tokens", "i32", [rows])],
    variants: [
      {
        name: "rows",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "chooseLargest",
            problem: { vocabulary },
            tuning: { ...tuning },
            arguments: tensorsNamed(["logits", "active", "tokens"]),
          },
        ],
      },
    ],
  };
};

type SamplingTensor = "logits" | "active" | "temperatures" | "topK" | "topP" | "seeds" | "positions";
/**
 * The same with random choice from softmax(logits / temperature). By row: temperatures (f32; 0 takes the largest logit), topK (i32; 0 for all), then topP
 * (f32; 1 for all) of what is left, seeds [row, 2] (u32) and positions (i32, of the token that is chosen). The same row of logits with the same seed
 * and position gives the same token on every execution and in every batch.
 */
export const sampling = (
  { vocabulary }: SamplingOperatorProblem,
  tuning: SamplingOperatorTuning = samplingTuning,
): OperatorPlan<SamplingTensor, never, "tokens"> => {
  if (vocabulary > 2 ** 21)
    throw new OptionError("sampling", `a vocabulary has at most ${2 ** 21} tokens, not ${vocabulary}`, "leave tokens out");
  checkCounts("sampling", { vocabulary, ...tuning });
  const parameters = [
    tensor("logits", "f32", [null, vocabulary]),
    tensor("active", "i32", [rows]),
    tensor("temperatures", "f32", [rows]),
    tensor("topK", "i32", [rows]),
    tensor("topP", "f32", [rows]),
    tensor("seeds", "u32", [rows, 2]),
    tensor("positions", "i32", [rows]),
  ];
  return {
    name: "sampling",
    url: import.meta.url,
    problem: { vocabulary },
    tuning: { ...tuning },
    parameters,
    requires: [],
    outputs: [allocation("tokens", "i32", [rows])],
    variants: [
      {
        name: "rows",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "chooseRandomly",
            problem: { vocabulary },
            tuning: { ...tuning },
            arguments: tensorsNamed([...parameters.map(({ name }) => name), "tokens"]),
          },
        ],
      },
    ],
  };
};
