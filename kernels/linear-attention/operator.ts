// The plans of linear attention: which kernels run with which tiles, what is allocated, and what a call must fulfil.
import {
  allocation,
  argument,
  checkCounts,
  integer,
  type Integer,
  number,
  type OperatorPlan,
  optionError,
  type PlanAllocation,
  type PlanLaunch,
  type PlanTensor,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";
import type { Decay } from "./reference.ts";

const { add, and, ceilDiv, divide, equal, extent, less, lessEqual, max, min, multiply, remainder, scalar, subtract } = integer;
type FloatName = "bf16" | "f16" | "f32";

export interface LinearAttentionProblem {
  readonly dtype: FloatName;
  readonly keyDim: number;
  /** keyDim if left out. */
  readonly valueDim?: number;
  readonly decay: Decay;
  /** Of decay "channel": dtype of the gates; f32 if left out. */
  readonly gateDtype?: FloatName;
  /** Outputs are divided by q . (the decayed sum of keys). Not with decay "channel" or "step". */
  readonly normalise?: boolean;
  /** skip [head] times the value is added to the output. */
  readonly hasSkip?: boolean;
  readonly hasInitialState?: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins, and where the last one ends. */
  readonly packed?: boolean;
}
export interface LinearAttentionTuning {
  /** Tokens of a chunk: a multiple of 16; of decay "channel" a power of two. */
  readonly chunk: number;
  /** Values of a block: a multiple of 16 that divides valueDim. */
  readonly blockV: number;
  readonly stages: number;
  readonly warps: number;
  /** Of decay "channel": key channels that a block of `gatedScores` takes at once (divides keyDim), and stages of their pipeline. */
  readonly gateBlock: number;
  readonly gateStages: number;
  /** Blocks that a multiprocessor should have before sequences stay whole (0: they always do), and fewest chunks of a segment. */
  readonly blocksEach: number;
  readonly chunksEach: number;
}

/** The largest of some sizes that divides `whole`. */
const dividing = (whole: number, sizes: readonly number[]): number => sizes.find((size) => whole % size === 0) ?? 16;
/**
 * Tiles whose state fits into registers: a warp holds 16 values of up to 256 key channels, or shares them with others. Normalising takes as many
 * again for a chunk's keys, which narrow blocks and long keys have no room for.
 */
export const linearAttentionTuning = (
  keyDim: number,
  valueDim: number,
  decay: Decay,
  dtype: FloatName = "bf16",
  normalise = false,
): LinearAttentionTuning => {
  const common = { gateBlock: dividing(keyDim, [32, 16]), gateStages: 2, blocksEach: 1, chunksEach: 8 };
  if (dtype === "f32") {
    const blockV = dividing(valueDim, keyDim > 64 ? [32, 16] : [64, 32, 16]);
    return { chunk: 32, blockV, stages: 2, warps: Math.min(4, blockV / 8), ...common };
  }
  const narrow = dividing(valueDim, [32, 16]);
  if (keyDim > 256 || (normalise && (keyDim > 128 || valueDim % 32 !== 0)))
    return { chunk: 32, blockV: narrow, stages: 1, warps: narrow / 4, ...common };
  const blockV = dividing(valueDim, decay === "channel" ? [128, 96, 64, 48, 32, 16] : [128, 64, 32, 16]);
  return { chunk: 64, blockV, stages: 2, warps: blockV / 16, ...common };
};

const check = ({ keyDim, valueDim = keyDim, decay, normalise, dtype }: LinearAttentionProblem, name: string): void => {
  if (keyDim % 16 !== 0 || valueDim % 16 !== 0 || keyDim < 16 || valueDim < 16 || keyDim > 512)
    throw optionError(
      name,
      `keyDim (up to 512) and valueDim are multiples of 16, not ${keyDim} and ${valueDim}`,
      "fill heads up with zeros, or divide them",
    );
  if (normalise && (decay === "channel" || decay === "step"))
    throw optionError(name, `decay "${decay}" has no normalisation`, "divide by a second call with values of 1");
  if (dtype === "f32" && keyDim > 256)
    throw optionError(name, `keyDim is at most 256 with f32, not ${keyDim}`, "take bf16 or f16, or divide the head");
  if (dtype !== "bf16" && dtype !== "f16" && dtype !== "f32")
    throw optionError(name, `products are of bf16, f16 or f32, not ${dtype}`, "convert the tensors");
};

type TensorName = "q" | "k" | "v" | "rate" | "logDecay" | "gates" | "step" | "skip" | "initialState" | "initialKeySum" | "cuSeqlens";
/** What the decay reads: rate [head], logDecay and step [...place, head], gates [...place, head, keyDim]. */
const decayParameters = (
  decay: Decay,
  gateDtype: PlanTensor["dtype"],
  place: readonly Integer[],
  heads: Integer,
  keyDim: number,
): (PlanTensor & { readonly name: "rate" | "logDecay" | "gates" | "step" })[] => {
  switch (decay) {
    case "none":
      return [];
    case "head":
      return [tensor("rate", "f32", [heads])];
    case "token":
      return [tensor("logDecay", "f32", [...place, heads])];
    case "channel":
      return [tensor("gates", gateDtype, [...place, heads, keyDim])];
    case "step":
      return [tensor("rate", "f32", [heads]), tensor("step", "f32", [...place, heads])];
    default:
      return decay satisfies never;
  }
};

/**
 * Linear attention by chunks: q and k [batch, token, group, keyDim], v [batch, token, head, valueDim] give output as v and finalState [sequence, head,
 * keyDim, valueDim] (with normalisation also finalKeySum [sequence, head, keyDim]). State S = decay S + k v^T, output scale q^T S. Log decays are
 * natural logarithms of at most 0: rate [head] (decay "head"; with "step", times step), logDecay [batch, token, head], gates [batch, token, head,
 * keyDim]; step [batch, token, head] also multiplies the values. Head h uses group floor(h / (heads / groups)).
 */
export const linearAttention = (
  given: LinearAttentionProblem,
  chosen?: LinearAttentionTuning,
): OperatorPlan<TensorName, "scale" | "maxTokens", "output" | "finalState" | "finalKeySum"> => {
  check(given, "linearAttention");
  const { dtype, keyDim, valueDim = keyDim, decay, gateDtype = "f32" } = given;
  const { normalise = false, hasSkip = false, hasInitialState = false, packed = false } = given;
  const tuning = chosen ?? linearAttentionTuning(keyDim, valueDim, decay, dtype, normalise);
  checkCounts("linearAttention", { keyDim, valueDim, ...tuning }, { blocksEach: 0 });
  const { chunk, blockV, stages, warps } = tuning;
  const [batch, tokens, heads] = [extent("q", 0), extent("q", 1), extent("v", 2)];
  const sequences = packed ? subtract(extent("cuSeqlens", 0), 1) : batch;
  const longest = packed ? scalar("maxTokens") : tokens;
  const chunks = ceilDiv(longest, chunk);
  const slots = packed ? add(divide(tokens, chunk), sequences) : chunks;
  const tiles = { blockV, stages, warps };

  const decays = decayParameters(decay, gateDtype, [batch, tokens], heads, keyDim);
  const kind = decay === "none" ? "none" : decay === "channel" ? "channel" : "scalar";
  const hasSteps = decay === "step";
  const cuSeqlens = packed ? ["cuSeqlens"] : [];
  const shared = { chunk, packed };
  const precision = dtype === "f32" ? "3xtf32" : "ieee";
  const first: PlanLaunch[] = [];
  const work: PlanAllocation[] = [];
  if (kind === "scalar") {
    work.push(allocation("wholes", "f32", [batch, heads, slots, chunk]), allocation("sums", "f32", [batch, heads, slots, chunk]));
    if (hasSteps) work.push(allocation("steps", "f32", [batch, heads, slots, chunk]));
    first.push({
      file: "./sums.ts",
      kernel: "chunkSums",
      problem: { ...shared, decay },
      tuning: { warps: 2 },
      arguments: {
        ...tensorsNamed([...decays.map(({ name }) => name), ...cuSeqlens, ...work.map(({ name }) => name)]),
        maxTokens: longest,
      },
    });
  }
  if (kind === "channel") {
    work.push(
      allocation("decayedQ", dtype, [batch, tokens, heads, keyDim]),
      allocation("decayedK", dtype, [batch, tokens, heads, keyDim]),
      allocation("scores", dtype, [batch, tokens, heads, chunk]),
      allocation("ownScores", "f32", [batch, heads, slots, chunk]),
      allocation("decays", "f32", [batch, heads, slots, keyDim]),
    );
    first.push({
      file: "./gates.ts",
      kernel: "gatedScores",
      problem: { ...shared, dtype, precision, gateDtype, keyDim },
      tuning: { blockK: tuning.gateBlock, stages: tuning.gateStages, warps: chunk / 16 },
      arguments: {
        ...tensorsNamed(["q", "k", "gates", ...cuSeqlens, ...work.map(({ name }) => name)]),
        maxTokens: longest,
      },
    });
  }
  /** Queries and keys as the later launches read them, and what else they read of the chunks. */
  const chunkTensors = {
    q: argument(kind === "channel" ? "decayedQ" : "q"),
    k: argument(kind === "channel" ? "decayedK" : "k"),
    v: argument("v"),
    ...tensorsNamed([...cuSeqlens, ...work.map(({ name }) => name).filter((name) => !name.startsWith("decayed"))]),
  };
  const problem = { ...shared, dtype, precision, keyDim, valueDim, decay: kind, hasSteps };
  const outputs = (segmented: boolean, segments: Integer, segmentChunks: Integer): PlanLaunch => ({
    file: "./outputs.ts",
    kernel: "chunkOutputs",
    problem: { ...problem, hasSkip, normalise, hasInitialState: segmented || hasInitialState },
    tuning: tiles,
    arguments: {
      ...chunkTensors,
      ...tensorsNamed([...(hasSkip ? ["skip"] : []), "output", "finalState", ...(normalise ? ["finalKeySum"] : [])]),
      ...(segmented ? tensorsNamed(["states"]) : hasInitialState ? { states: argument("initialState") } : {}),
      ...(normalise && hasInitialState ? { keySums: argument("initialKeySum") } : {}),
      segments,
      segmentChunks,
      scale: normalise ? 1 : scalar("scale"),
    },
  });
  // Segments walk a sequence side by side, at the price of a second pass over keys and values: worth it where blocks are few.
  const blocks = max(multiply(multiply(valueDim / blockV, heads), sequences), 1);
  const wanted = min(divide(multiply(integer.multiprocessors, tuning.blocksEach), blocks), divide(chunks, tuning.chunksEach));
  const segmentChunks = ceilDiv(chunks, max(wanted, 1));
  const segments = ceilDiv(chunks, max(segmentChunks, 1));
  const { scores: _, ownScores: ___, ...chunkStates } = chunkTensors as Record<string, ReturnType<typeof argument>>;
  const { q: __, ...stateTensors } = chunkStates;
  const ofSegments = { segments, segmentChunks };
  return {
    name: "linearAttention",
    url: import.meta.url,
    problem: { dtype, keyDim, valueDim, decay, gateDtype, normalise, hasSkip, hasInitialState, packed },
    tuning: { ...tuning },
    parameters: [
      tensor("q", dtype, [packed ? 1 : null, null, null, keyDim]),
      tensor("k", dtype, [batch, tokens, extent("q", 2), keyDim]),
      tensor("v", dtype, [batch, tokens, null, valueDim]),
      ...decays,
      ...(hasSkip ? [tensor("skip", "f32", [heads])] : []),
      ...(packed ? [tensor("cuSeqlens", "i32", [null]), number("maxTokens", "i32")] : []),
      ...(hasInitialState ? [tensor("initialState", "f32", [sequences, heads, keyDim, valueDim])] : []),
      ...(hasInitialState && normalise ? [tensor("initialKeySum", "f32", [sequences, heads, keyDim])] : []),
      ...(normalise ? [] : [number("scale", "f32")]),
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
      ...(normalise ? [allocation("finalKeySum", "f32", [sequences, heads, keyDim])] : []),
    ],
    variants: [
      // Sums of keys have no segments: normalised sequences stay whole.
      {
        name: "whole",
        when: normalise ? 1 : lessEqual(wanted, 1),
        workspace: work,
        launches: [...first, outputs(false, 1, max(chunks, 1))],
      },
      {
        name: "segments",
        when: 1,
        workspace: [
          ...work,
          allocation("states", "f32", [multiply(sequences, segments), heads, keyDim, valueDim]),
          allocation("segmentDecays", "f32", [multiply(sequences, segments), heads, keyDim]),
        ],
        launches: [
          ...first,
          {
            file: "./states.ts",
            kernel: "segmentStates",
            problem,
            tuning: tiles,
            arguments: { ...stateTensors, ...tensorsNamed(["states", "segmentDecays"]), ...ofSegments },
          },
          {
            file: "./states.ts",
            kernel: "carryStates",
            problem: { ...shared, keyDim, valueDim, hasInitialState },
            tuning: { blockK: 16, warps: 4 },
            arguments: {
              ...tensorsNamed([...(hasInitialState ? ["initialState"] : []), ...cuSeqlens, "states", "segmentDecays"]),
              tokens,
              ...ofSegments,
            },
          },
          outputs(true, segments, segmentChunks),
        ],
      },
    ],
  };
};

export interface LinearAttentionStepProblem {
  readonly dtype: FloatName;
  readonly keyDim: number;
  readonly valueDim?: number;
  readonly decay: Decay;
  readonly gateDtype?: FloatName;
  readonly normalise?: boolean;
  readonly hasSkip?: boolean;
  /** A token replaces what its key recalls, at the rate beta, instead of adding to it (the delta rule). */
  readonly hasBeta?: boolean;
  /** States lie in a pool, where stateIndices [sequence] says: no two alike, and -1 for a sequence that is left out. */
  readonly indexed?: boolean;
}
export interface StepOperatorTuning {
  readonly blockV: number;
  readonly warps: number;
}
export const stepTuning = (keyDim: number, valueDim: number): StepOperatorTuning => ({
  blockV: dividing(valueDim, [32, 16]),
  warps: keyDim > 128 ? 8 : 4,
});
/**
 * One token of every sequence: q and k [sequence, group, keyDim], v [sequence, head, valueDim], and the decay's arguments as of `linearAttention`
 * without the token axis (beta [sequence, head]) give output as v. `states` [state, head, keyDim, valueDim] and, with normalisation, `keySums`
 * [state, head, keyDim] are moved on in place.
 */
export const linearAttentionStep = (
  given: LinearAttentionStepProblem,
  chosen?: StepOperatorTuning,
): OperatorPlan<
  "q" | "k" | "v" | "rate" | "logDecay" | "gates" | "step" | "beta" | "skip" | "stateIndices" | "states" | "keySums",
  "scale",
  "output"
> => {
  check(given, "linearAttentionStep");
  const { dtype, keyDim, valueDim = keyDim, decay, gateDtype = "f32" } = given;
  const { normalise = false, hasSkip = false, hasBeta = false, indexed = false } = given;
  const tuning = chosen ?? stepTuning(keyDim, valueDim);
  checkCounts("linearAttentionStep", { keyDim, valueDim, ...tuning });
  const [sequences, heads] = [extent("q", 0), extent("v", 1)];
  const decays = decayParameters(decay, gateDtype, [sequences], heads, keyDim);
  const pool = indexed ? null : sequences;
  const parameters = [
    tensor("q", dtype, [null, null, keyDim]),
    tensor("k", dtype, [sequences, extent("q", 1), keyDim]),
    tensor("v", dtype, [sequences, null, valueDim]),
    ...decays,
    ...(hasBeta ? [tensor("beta", "f32", [sequences, heads])] : []),
    ...(hasSkip ? [tensor("skip", "f32", [heads])] : []),
    ...(indexed ? [tensor("stateIndices", "i32", [sequences])] : []),
    tensor("states", "f32", [pool, heads, keyDim, valueDim]),
    ...(normalise ? [tensor("keySums", "f32", [extent("states", 0), heads, keyDim])] : []),
    ...(normalise ? [] : [number("scale", "f32")]),
  ];
  const common = ["k", ...decays.map(({ name }) => name), ...(indexed ? ["stateIndices"] : []), ...(normalise ? ["keySums"] : [])];
  const launches: PlanLaunch[] = [];
  if (normalise)
    launches.push({
      file: "./step.ts",
      kernel: "stepKeySum",
      problem: { dtype, gateDtype, keyDim, decay, indexed },
      tuning: { warps: 1 },
      arguments: tensorsNamed(common),
    });
  launches.push({
    file: "./step.ts",
    kernel: "stepToken",
    problem: { dtype, gateDtype, keyDim, valueDim, decay, hasBeta, hasSkip, normalise, indexed },
    tuning: { ...tuning },
    arguments: {
      ...tensorsNamed([...common, "q", "v", ...(hasBeta ? ["beta"] : []), ...(hasSkip ? ["skip"] : []), "states", "output"]),
      scale: normalise ? 1 : scalar("scale"),
    },
  });
  return {
    name: "linearAttentionStep",
    url: import.meta.url,
    problem: { dtype, keyDim, valueDim, decay, gateDtype, normalise, hasSkip, hasBeta, indexed },
    tuning: { ...tuning },
    parameters,
    requires: [
      {
        argument: "v",
        holds: and(less(0, extent("q", 1)), equal(remainder(heads, max(extent("q", 1), 1)), 0)),
        says: "the number of heads is a multiple of the number of groups",
      },
    ],
    outputs: [allocation("output", dtype, [sequences, heads, valueDim])],
    variants: [{ name: "step", when: 1, workspace: [], launches }],
  };
};
