// The plan of linear attention in f32, token by token: prompts and single tokens alike.
import { allocation, checkCounts, integer, number, type OperatorPlan, OptionError, tensor, tensorsNamed } from "../../dsl/operator.ts";
import type { RecurrentProblem, RecurrentTuning } from "./recurrent.ts";

const { and, equal, extent, less, max, remainder, scalar } = integer;

/** Values of a block whose state fits into registers. */
export const recurrentTuning = (keyDim: number, valueDim: number): RecurrentTuning => ({
  blockV: valueDim % 32 === 0 && keyDim <= 128 ? 32 : 16,
  warps: keyDim > 128 ? 8 : 4,
});

/**
 * Linear attention in f32: q and k [sequence, token, group, keyDim], v [sequence, token, head, valueDim] and natural log decays of at most 0, rate [head] or
 * gates [sequence, token, head, keyDim], give output as v; states [sequence, head, keyDim, valueDim] move on by all tokens, in place: S = decay S + k v^T,
 * output = scale q^T S. Head h uses group floor(h / (heads / groups)). valueDim is a multiple of 16.
 */
export const recurrentLinearAttention = (
  { keyDim, valueDim, decay }: RecurrentProblem,
  chosen: RecurrentTuning = recurrentTuning(keyDim, valueDim),
): OperatorPlan<"q" | "k" | "v" | "rate" | "gates" | "states", "scale", "output"> => {
  checkCounts("recurrentLinearAttention", { keyDim, valueDim, ...chosen });
  if (valueDim % chosen.blockV !== 0)
    throw new OptionError(
      "recurrentLinearAttention",
      `valueDim ${valueDim} is no multiple of ${chosen.blockV}`,
      "fill heads up with zeros, or choose another blockV",
    );
  const [sequences, tokens, groups, heads] = [extent("q", 0), extent("q", 1), extent("q", 2), extent("v", 2)];
  const problem = { keyDim, valueDim, decay };
  const decays = decay === "head" ? tensor("rate", "f32", [heads]) : tensor("gates", "f32", [sequences, tokens, heads, keyDim]);
  return {
    name: "recurrentLinearAttention",
    url: import.meta.url,
    problem,
    tuning: { ...chosen },
    parameters: [
      tensor("q", "f32", [null, null, null, keyDim]),
      tensor("k", "f32", [sequences, tokens, groups, keyDim]),
      tensor("v", "f32", [sequences, tokens, null, valueDim]),
      decays,
      tensor("states", "f32", [sequences, heads, keyDim, valueDim], true),
      number("scale", "f32"),
    ],
    requires: [
      {
        argument: "v",
        holds: and(less(0, groups), equal(remainder(heads, max(groups, 1)), 0)),
        says: "the number of heads is a multiple of the number of groups",
      },
    ],
    outputs: [allocation("output", "f32", [sequences, tokens, heads, valueDim])],
    variants: [
      {
        name: "tokens",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./recurrent.ts",
            kernel: "recurrentTokens",
            problem,
            tuning: { ...chosen },
            arguments: { ...tensorsNamed(["q", "k", "v", decays.name, "states", "output"]), scale: scalar("scale") },
          },
        ],
      },
    ],
  };
};
