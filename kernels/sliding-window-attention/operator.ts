// The plans of sliding-window attention: which kernel runs with which tiles, what is allocated, and what a call must fulfil.
import {
  allocation,
  checkCounts,
  integer,
  number,
  type OperatorPlan,
  OptionError,
  type PlanRequirement,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { add, and, ceilDiv, divide, equal, extent, less, lessEqual, max, min, multiply, or, remainder, scalar, subtract } = integer;
type FloatName = "f32" | "bf16" | "f16";
const precisionOf = (dtype: FloatName) => (dtype === "f32" ? "3xtf32" : "ieee");

const [batch, tokens, heads, kvHeads] = [extent("q", 0), extent("q", 1), extent("q", 2), extent("k", 2)];
const commonRequirements = (hasSoftcap: boolean): PlanRequirement[] => [
  {
    argument: "q",
    holds: and(less(0, kvHeads), equal(remainder(heads, kvHeads), 0)),
    says: "the number of query heads is a multiple of the number of key heads",
  },
  { argument: "scale", holds: less(0, scalar("scale")), says: "scale is positive" },
  ...(hasSoftcap ? [{ argument: "softcap", holds: less(0, scalar("softcap")), says: "softcap is positive" }] : []),
];

/**
 * Tiles that suit a head dim: shared memory and registers hold fewer keys of larger ones. `lean`: no softcap, packing or cache, whose registers
 * would not fit beside the widest tiles.
 */
export const attentionTuning = (
  headDim: number,
  valueDim: number,
  lean = true,
  dtype: FloatName = "bf16",
): { readonly blockM: number; readonly blockN: number; readonly stages: number; readonly warps: number } => {
  const widest = Math.max(headDim, valueDim);
  // Elements of f32 are twice as large, and are split into two parts for their products.
  if (dtype === "f32")
    return widest <= 128 ? { blockM: 64, blockN: 32, stages: 2, warps: 4 } : { blockM: 32, blockN: 16, stages: 2, warps: 2 };
  if (widest <= 96 || (widest <= 128 && lean)) return { blockM: 128, blockN: 48, stages: 2, warps: 4 };
  return { blockM: 64, blockN: widest <= 128 ? 48 : widest <= 192 ? 64 : 32, stages: 2, warps: 4 };
};

export interface AttentionOperatorProblem {
  readonly dtype: FloatName;
  readonly headDim: number;
  /** headDim if left out. */
  readonly valueDim?: number;
  readonly hasSoftcap?: boolean;
  readonly hasSinks?: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlensQ and cuSeqlensK say where each begins, and where the last one ends. */
  readonly packed?: boolean;
  /** Each sequence's last query stands at its last key, instead of query 0 at key `queryOffset`. */
  readonly bottomRight?: boolean;
  /** Keys and values of earlier tokens lie in a ring-buffer cache. Not with `packed`. */
  readonly cached?: boolean;
}
type AttentionTensor = "q" | "k" | "v" | "sinks" | "cuSeqlensQ" | "cuSeqlensK" | "cachedK" | "cachedV" | "cachedTokens";
type AttentionScalar = "left" | "right" | "scale" | "softcap" | "queryOffset" | "maxQueries";

/**
 * Forward attention: q [batch, token, head, headDim], k and v [batch, token, kvHead, dim] give output [batch, token, head, valueDim] and
 * logSumExp [batch, head, token]. A query at position p sees keys p - left ... p + right; -1 is unbounded, and a causal window of W tokens
 * is left = W - 1, right = 0. Arguments exist only where the problem uses them: sinks [head], softcap, maxQueries with cuSeqlensQ and
 * cuSeqlensK (packed), cachedK, cachedV and cachedTokens (cached), queryOffset (neither cached nor bottomRight).
 */
export const attention = (given: AttentionOperatorProblem): OperatorPlan<AttentionTensor, AttentionScalar, "output" | "logSumExp"> => {
  const {
    dtype,
    headDim,
    valueDim = headDim,
    hasSoftcap = false,
    hasSinks = false,
    packed = false,
    bottomRight = false,
    cached = false,
  } = given;
  if (cached && (packed || bottomRight))
    throw new OptionError(
      "attention",
      "a cached prefill is neither packed nor bottomRight",
      "leave these out: its queries follow the cache's newest token",
    );
  checkCounts("attention", { headDim, valueDim });
  const problem = { dtype, headDim, valueDim, hasSoftcap, hasSinks, packed, bottomRight, cached };
  const tuning = attentionTuning(headDim, valueDim, !hasSoftcap && !packed && !cached, dtype);
  const hasOffset = !bottomRight && !cached;
  const parameters = [
    tensor("q", dtype, [packed ? 1 : null, null, null, headDim]),
    tensor("k", dtype, [batch, null, null, headDim]),
    tensor("v", dtype, [batch, extent("k", 1), kvHeads, valueDim]),
    ...(hasSinks ? [tensor("sinks", "f32", [heads])] : []),
    ...(packed
      ? [tensor("cuSeqlensQ", "i32", [null]), tensor("cuSeqlensK", "i32", [extent("cuSeqlensQ", 0)]), number("maxQueries", "i32")]
      : []),
    ...(cached
      ? [
          tensor("cachedK", dtype, [batch, null, kvHeads, headDim]),
          tensor("cachedV", dtype, [batch, extent("cachedK", 1), kvHeads, valueDim]),
          tensor("cachedTokens", "i32", [batch]),
        ]
      : []),
    number("left", "i32"),
    number("right", "i32"),
    ...(hasOffset ? [number("queryOffset", "i32")] : []),
    number("scale", "f32"),
    ...(hasSoftcap ? [number("softcap", "f32")] : []),
  ];
  const tensors = parameters.filter((p) => p.kind === "tensor").map(({ name }) => name);
  const unbounded = (name: "left" | "right"): PlanRequirement => ({
    argument: name,
    holds: lessEqual(-1, scalar(name)),
    says: `${name} counts tokens, or is -1 for all`,
  });
  return {
    name: "attention",
    url: import.meta.url,
    problem,
    tuning,
    parameters,
    requires: [
      ...commonRequirements(hasSoftcap),
      unbounded("left"),
      unbounded("right"),
      ...(packed
        ? [
            { argument: "cuSeqlensQ", holds: less(0, extent("cuSeqlensQ", 0)), says: "n sequences have n + 1 bounds" },
            {
              argument: "maxQueries",
              holds: and(lessEqual(0, scalar("maxQueries")), lessEqual(scalar("maxQueries"), tokens)),
              says: "maxQueries is the longest sequence's number of queries",
            },
          ]
        : []),
    ],
    outputs: [allocation("output", dtype, [batch, tokens, heads, valueDim]), allocation("logSumExp", "f32", [batch, heads, tokens])],
    variants: [
      {
        name: "forward",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "attentionForward",
            problem: { ...problem, precision: precisionOf(dtype) },
            tuning,
            arguments: {
              ...tensorsNamed([...tensors, "output", "logSumExp"]),
              maxQueries: packed ? scalar("maxQueries") : 0,
              left: scalar("left"),
              right: scalar("right"),
              queryOffset: hasOffset ? scalar("queryOffset") : 0,
              scale: scalar("scale"),
              softcap: hasSoftcap ? scalar("softcap") : 0,
            },
          },
        ],
      },
    ],
  };
};

export interface DecodeOperatorProblem {
  readonly dtype: FloatName;
  readonly headDim: number;
  /** headDim if left out. */
  readonly valueDim?: number;
  readonly hasSoftcap?: boolean;
  readonly hasSinks?: boolean;
}
export interface DecodeOperatorTuning {
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
  /** Blocks that a multiprocessor should have, and fewest key tiles of a part. */
  readonly blocksEach: number;
  readonly tilesEach: number;
  /** Parts that are joined at a time. */
  readonly joined: number;
}
/** On a GPU heads of a group fill the rows of a matrix instruction; the CPU takes them one by one. */
export const decodeTuning = (
  headDim: number,
  valueDim: number,
  dtype: FloatName = "bf16",
  place: "gpu" | "cpu" = "gpu",
): DecodeOperatorTuning => {
  const common = { stages: 2, blocksEach: 3, tilesEach: 1, joined: 16 };
  const blockN = Math.max(headDim, valueDim) <= 128 ? 64 : 32;
  if (place === "cpu") return { ...common, blockM: 1, blockN, warps: 1 };
  const keys = dtype === "f32" ? blockN / 2 : blockN;
  // Fetching a tile is what a block does for the longest time: several warps share it, as many as can divide both products among them.
  const warps = [4, 2].find((count) => keys % (8 * count) === 0 && valueDim % (8 * count) === 0) ?? 1;
  return { ...common, blockM: 16, blockN: keys, warps };
};

/**
 * One or a few new tokens over a ring-buffer cache, in which their keys and values are already: q [batch, step, head, headDim], k and v
 * [batch, slot, kvHead, dim], lengths [batch] (tokens so far, the new ones included) give output [batch, step, head, valueDim] and logSumExp
 * [batch, head, step]. A token sees itself and the window - 1 tokens before it; with a window of -1 all, which the caller must know to be
 * in the cache. The cache is split until there is work for every multiprocessor.
 */
export const attentionDecode = (
  given: DecodeOperatorProblem,
  chosen?: DecodeOperatorTuning,
): OperatorPlan<"q" | "k" | "v" | "lengths" | "sinks", "window" | "scale" | "softcap", "output" | "logSumExp"> => {
  const { dtype, headDim, valueDim = headDim, hasSoftcap = false, hasSinks = false } = given;
  const problem = { dtype, headDim, valueDim, hasSoftcap, hasSinks };
  const tuning = chosen ?? decodeTuning(headDim, valueDim, dtype);
  checkCounts("attentionDecode", { ...problem, ...tuning });
  const { blocksEach, tilesEach, joined, ...tiles } = tuning;
  const capacity = extent("k", 1);
  const headTiles = multiply(ceilDiv(divide(heads, kvHeads), tiles.blockM), kvHeads);
  const blocks = max(multiply(multiply(batch, tokens), headTiles), 1);
  const keyTiles = ceilDiv(capacity, tiles.blockN);
  const wanted = min(ceilDiv(multiply(integer.multiprocessors, blocksEach), blocks), ceilDiv(keyTiles, tilesEach));
  // No part of a full cache is empty.
  const splits = ceilDiv(keyTiles, max(ceilDiv(keyTiles, max(wanted, 1)), 1));
  const split = (whole: boolean, more: readonly string[]) => ({
    file: "./decode.ts",
    kernel: "decodeSplit",
    problem: { dtype, headDim, valueDim, hasSoftcap, whole, hasSinks: whole && hasSinks, precision: precisionOf(dtype) },
    tuning: tiles,
    arguments: {
      ...tensorsNamed(["q", "k", "v", "lengths", ...more]),
      window: scalar("window"),
      scale: scalar("scale"),
      softcap: hasSoftcap ? scalar("softcap") : 0,
    },
  });
  const sinks = hasSinks ? ["sinks"] : [];
  return {
    name: "attentionDecode",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters: [
      tensor("q", dtype, [null, null, null, headDim]),
      tensor("k", dtype, [batch, null, null, headDim]),
      tensor("v", dtype, [batch, capacity, kvHeads, valueDim]),
      tensor("lengths", "i32", [batch]),
      ...(hasSinks ? [tensor("sinks", "f32", [heads])] : []),
      number("window", "i32"),
      number("scale", "f32"),
      ...(hasSoftcap ? [number("softcap", "f32")] : []),
    ],
    requires: [
      ...commonRequirements(hasSoftcap),
      {
        argument: "window",
        holds: or(
          equal(scalar("window"), -1),
          and(lessEqual(0, scalar("window")), lessEqual(add(scalar("window"), subtract(tokens, 1)), capacity)),
        ),
        says: "the cache must hold what the oldest new token sees: window + steps - 1 tokens at most its capacity (or -1, for all)",
      },
    ],
    outputs: [allocation("output", dtype, [batch, tokens, heads, valueDim]), allocation("logSumExp", "f32", [batch, heads, tokens])],
    variants: [
      {
        name: "whole",
        when: lessEqual(wanted, 1),
        workspace: [],
        launches: [split(true, [...sinks, "output", "logSumExp"])],
      },
      {
        name: "split",
        when: 1,
        workspace: [
          allocation("partial", "f32", [batch, tokens, heads, splits, valueDim]),
          allocation("partialLogSumExp", "f32", [batch, tokens, heads, splits]),
        ],
        launches: [
          split(false, ["partial", "partialLogSumExp"]),
          {
            file: "./decode.ts",
            kernel: "decodeCombine",
            problem: { dtype, valueDim, hasSinks },
            tuning: { blockN: joined, warps: 4 },
            arguments: tensorsNamed(["partial", "partialLogSumExp", ...sinks, "output", "logSumExp"]),
          },
        ],
      },
    ],
  };
};
