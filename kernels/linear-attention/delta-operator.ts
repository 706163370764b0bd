// The plan of the gated delta rule over whole sequences: sums of decays, what needs no state, and the walk along the chunks.
import {
  allocation,
  checkCounts,
  integer,
  number,
  type OperatorPlan,
  OptionError,
  type PlanLaunch,
  type PlanVariant,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { add, and, ceilDiv, divide, equal, extent, less, lessEqual, max, multiply, remainder, scalar, subtract } = integer;

export interface GatedDeltaRuleProblem {
  readonly dtype: "bf16" | "f16" | "f32";
  readonly keyDim: number;
  /** keyDim if left out. */
  readonly valueDim?: number;
  /** A natural log decay of every head and token, or none. */
  readonly decay: "none" | "token";
  readonly hasInitialState?: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins, and where the last one ends. */
  readonly packed?: boolean;
}
export interface GatedDeltaRuleTuning {
  /** Tokens of a chunk: 16, 32 or 64. */
  readonly chunk: number;
  /** Values of a block: a multiple of 16 that divides valueDim. */
  readonly blockV: number;
  readonly stages: number;
  /** At most one for 16 values of a block. */
  readonly warps: number;
  /** The same where wider blocks would leave multiprocessors without any: each has one then, which fetches further ahead. */
  readonly fewV: number;
  readonly fewStages: number;
  /** Of the blocks that find what needs no state: at most one for 8 tokens of a chunk, and 4. */
  readonly prepareWarps: number;
}

/** Tiles whose state fits into registers: a warp holds 16 values of all key channels. */
export const gatedDeltaRuleTuning = (
  keyDim: number,
  valueDim: number,
  dtype: GatedDeltaRuleProblem["dtype"] = "bf16",
): GatedDeltaRuleTuning => {
  const blockV = (keyDim > 128 ? [32, 16] : [64, 32, 16]).find((size) => valueDim % size === 0) ?? 16;
  const fewV = blockV % 32 === 0 ? blockV / 2 : blockV;
  const chunk = dtype === "f32" || keyDim > 128 ? 16 : 32;
  return { chunk, blockV, stages: 2, warps: blockV / 16, fewV, fewStages: 3, prepareWarps: 2 };
};

/**
 * The gated delta rule by chunks: q and k [batch, token, group, keyDim], v [batch, token, head, valueDim], beta [batch, token, head] and natural log decays of
 * at most 0, logDecay [batch, token, head], give output as v and finalState [sequence, head, keyDim, valueDim]. A token decays the state S, writes
 * S += beta k (v - S^T k)^T, and its output is scale S^T q. Head h uses group floor(h / (heads / groups)). Dims are multiples of 16, keys up to 256. States
 * grow without bound where beta |k|^2 exceeds 2: keys are expected to be normalised (Yang et al., "Gated Delta Networks", 2024).
 */
export const gatedDeltaRule = (
  given: GatedDeltaRuleProblem,
  chosen?: GatedDeltaRuleTuning,
): OperatorPlan<"q" | "k" | "v" | "beta" | "logDecay" | "initialState" | "cuSeqlens", "scale" | "maxTokens", "output" | "finalState"> => {
  const { dtype, keyDim, valueDim = keyDim, decay, hasInitialState = false, packed = false } = given;
  if (keyDim % 16 !== 0 || valueDim % 16 !== 0 || keyDim < 16 || valueDim < 16 || keyDim > 256)
    throw new OptionError(
      "gatedDeltaRule",
      `keyDim (up to 256) and valueDim are multiples of 16, not ${keyDim} and ${valueDim}`,
      "fill heads up with zeros, or divide them",
    );
  const tuning = chosen ?? gatedDeltaRuleTuning(keyDim, valueDim, dtype);
  checkCounts("gatedDeltaRule", { keyDim, valueDim, ...tuning });
  const { chunk, blockV, stages, warps, fewV, fewStages, prepareWarps } = tuning;
  const [batch, tokens, heads] = [extent("q", 0), extent("q", 1), extent("v", 2)];
  const sequences = packed ? subtract(extent("cuSeqlens", 0), 1) : batch;
  const longest = packed ? scalar("maxTokens") : tokens;
  const slots = packed ? add(divide(tokens, chunk), sequences) : ceilDiv(longest, chunk);
  const hasDecay = decay === "token";
  const cuSeqlens = packed ? ["cuSeqlens"] : [];
  const sums = hasDecay ? ["wholes", "sums"] : [];
  const rest = dtype === "f32" ? [] : ["writesRest"];
  const prepared = ["weights", "ownWeights", "writes", ...rest];
  const shared = { chunk, packed };
  const products = { dtype, precision: dtype === "f32" ? "3xtf32" : "ieee", keyDim, hasDecay };
  const sumsLaunch: PlanLaunch = {
    file: "./sums.ts",
    kernel: "chunkSums",
    problem: { ...shared, decay },
    tuning: { warps: 2 },
    arguments: { ...tensorsNamed(["logDecay", ...cuSeqlens, ...sums]), maxTokens: longest },
  };
  const byChunk = [batch, heads, slots, chunk] as const;
  const variant = (name: string, when: PlanVariant["when"], tiles: Readonly<Record<string, number>>): PlanVariant => ({
    name,
    when,
    workspace: [
      ...sums.map((one) => allocation(one, "f32", byChunk)),
      ...["weights", "writes", ...rest].map((one) => allocation(one, dtype, [batch, tokens, heads, chunk])),
      allocation("ownWeights", "f32", byChunk),
    ],
    launches: [
      ...(hasDecay ? [sumsLaunch] : []),
      {
        file: "./delta-prepare.ts",
        kernel: "deltaPrepare",
        problem: { ...shared, ...products },
        tuning: { warps: prepareWarps },
        arguments: {
          ...tensorsNamed(["q", "k", "beta", ...sums, ...cuSeqlens, ...prepared]),
          maxTokens: longest,
          scale: scalar("scale"),
        },
      },
      {
        file: "./delta-forward.ts",
        kernel: "deltaForward",
        problem: { ...shared, ...products, valueDim, hasInitialState },
        tuning: tiles,
        arguments: {
          ...tensorsNamed(["q", "k", "v", ...prepared, ...sums, ...cuSeqlens]),
          ...tensorsNamed([...(hasInitialState ? ["initialState"] : []), "output", "finalState"]),
          scale: scalar("scale"),
        },
      },
    ],
  });
  return {
    name: "gatedDeltaRule",
    url: import.meta.url,
    problem: { dtype, keyDim, valueDim, decay, hasInitialState, packed },
    tuning: { ...tuning },
    parameters: [
      tensor("q", dtype, [packed ? 1 : null, null, null, keyDim]),
      tensor("k", dtype, [batch, tokens, extent("q", 2), keyDim]),
      tensor("v", dtype, [batch, tokens, null, valueDim]),
      tensor("beta", "f32", [batch, tokens, heads]),
      ...(hasDecay ? [tensor("logDecay", "f32", [batch, tokens, heads])] : []),
      ...(packed ? [tensor("cuSeqlens", "i32", [null]), number("maxTokens", "i32")] : []),
      ...(hasInitialState ? [tensor("initialState", "f32", [sequences, heads, keyDim, valueDim])] : []),
      number("scale", "f32"),
    ],
    requires: [
      {
        argument: "v",
        holds: and(less(0, extent("q", 2)), equal(remainder(heads, max(extent("q", 2), 1)), 0)),
        says: "the number of heads is a multiple of the number of groups",
      },
      ...(packed
        ? [
            { argument: "cuSeqlens", holds: less(0, extent("cuSeqlens", 0)), says: "n sequences have n + 1 bounds" },
            {
              argument: "maxTokens",
              holds: and(lessEqual(0, longest), lessEqual(longest, tokens)),
              says: "maxTokens is the longest sequence's number of tokens",
            },
          ]
        : []),
    ],
    outputs: [
      allocation("output", dtype, [batch, tokens, heads, valueDim]),
      allocation("finalState", "f32", [sequences, heads, keyDim, valueDim]),
    ],
    variants: [
      // Blocks of one multiprocessor wait for each other: narrow ones only where there are too few to meet.
      variant("few", lessEqual(multiply(multiply(sequences, heads), ceilDiv(valueDim, blockV)), integer.multiprocessors), {
        ...{ blockV: fewV, stages: fewStages, warps: Math.min(warps, fewV / 16) },
      }),
      variant("many", 1, { blockV, stages, warps }),
    ],
  };
};
