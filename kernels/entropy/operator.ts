// The plans of entropies: of attention, and of a selective scan's steps.
import { allocation, checkCounts, integer, number, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { and, equal, extent, less, lessEqual, remainder, scalar } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface AttentionEntropyOperatorProblem {
  readonly dtype: FloatName;
  readonly headDim: number;
  /** Queries also see keys of their own chunk, k; without, there is no k. */
  readonly hasChunk?: boolean;
}
export interface AttentionEntropyOperatorTuning {
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
}
/** Tiles whose rows of f32, or of large heads, fit into shared memory. */
export const attentionEntropyTuning = (dtype: FloatName, headDim: number): AttentionEntropyOperatorTuning => ({
  blockM: 64,
  blockN: headDim <= 128 && dtype !== "f32" ? 64 : headDim <= 128 ? 32 : 16,
  stages: 2,
  warps: 4,
});

/**
 * Behind attention of a chunk, the entropy of each query's probabilities p = softmax(s), H = -sum p log p, as the sum of p (logSumExp - s): q [batch,
 * token, head, headDim], k [batch, token, kvHead, headDim] of the same chunk, cachedK [batch, slot, kvHead, headDim] and cachedTokens [batch] of the
 * tokens before it, as attention takes them, and its logSumExp [batch, head, token] give entropy alike, in nats. Keys at distances `nearest` ...
 * `window` - 1 count, -1 for no end; where logSumExp is about further keys, their terms are to be added.
 */
export const attentionEntropy = (
  { dtype, headDim, hasChunk = true }: AttentionEntropyOperatorProblem,
  tuning: AttentionEntropyOperatorTuning = attentionEntropyTuning(dtype, headDim),
): OperatorPlan<"q" | "k" | "cachedK" | "cachedTokens" | "logSumExp", "nearest" | "window" | "scale", "entropy"> => {
  checkCounts("attentionEntropy", { headDim, ...tuning });
  const [batch, tokens, heads, kvHeads] = [extent("q", 0), extent("q", 1), extent("q", 2), extent("cachedK", 2)];
  const parameters = [
    tensor("q", dtype, [null, null, null, headDim]),
    ...(hasChunk ? [tensor("k", dtype, [batch, tokens, kvHeads, headDim])] : []),
    tensor("cachedK", dtype, [batch, null, null, headDim]),
    tensor("cachedTokens", "i32", [batch]),
    tensor("logSumExp", "f32", [batch, heads, tokens]),
  ];
  const inputs = parameters.map(({ name }) => name);
  return {
    name: "attentionEntropy",
    url: import.meta.url,
    problem: { dtype, headDim, hasChunk },
    tuning: { ...tuning },
    parameters: [...parameters, number("nearest", "i32"), number("window", "i32"), number("scale", "f32")],
    requires: [
      {
        argument: "q",
        holds: and(less(0, kvHeads), equal(remainder(heads, kvHeads), 0)),
        says: "the number of query heads is a multiple of the number of key heads",
      },
      { argument: "cachedK", holds: less(0, extent("cachedK", 1)), says: "a cache has slots" },
      { argument: "nearest", holds: lessEqual(0, scalar("nearest")), says: "nearest is a distance in tokens" },
      { argument: "window", holds: lessEqual(-1, scalar("window")), says: "window counts tokens, or is -1 for all" },
    ],
    outputs: [allocation("entropy", "f32", [batch, heads, tokens])],
    variants: [
      {
        name: "tiles",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "attentionEntropyForward",
            problem: { dtype, headDim, hasChunk, precision: dtype === "f32" ? "3xtf32" : "ieee" },
            tuning: { ...tuning },
            arguments: {
              ...tensorsNamed([...inputs, "entropy"]),
              nearest: scalar("nearest"),
              window: scalar("window"),
              scale: scalar("scale"),
            },
          },
        ],
      },
    ],
  };
};

export interface SelectionOperatorTuning {
  readonly blockC: number;
  readonly blockT: number;
  readonly warps: number;
}
export const selectionTuning: SelectionOperatorTuning = { blockC: 32, blockT: 32, warps: 4 };

/**
 * delta [token, channel] and bias [channel] (f32) are the steps d = softplus(delta + bias) of a selective scan. sums [2, channel] is what the entropy
 * of p = d / sum d over the tokens is made of: S = sum d and L = sum d log d of each channel. Then H = -sum p log p = log S - L / S; those of parts of
 * a sequence add up.
 */
export const selectionSums = (
  { dtype }: { readonly dtype: FloatName },
  tuning: SelectionOperatorTuning = selectionTuning,
): OperatorPlan<"delta" | "bias", never, "sums"> => {
  checkCounts("selectionSums", { ...tuning });
  return {
    name: "selectionSums",
    url: import.meta.url,
    problem: { dtype },
    tuning: { ...tuning },
    parameters: [tensor("delta", dtype, [null, null]), tensor("bias", "f32", [extent("delta", 1)])],
    requires: [],
    outputs: [allocation("sums", "f32", [2, extent("delta", 1)])],
    variants: [
      {
        name: "channels",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "selectionForward",
            problem: { dtype },
            tuning: { ...tuning },
            arguments: tensorsNamed(["delta", "bias", "sums"]),
          },
        ],
      },
    ],
  };
};
