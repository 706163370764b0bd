// The plans of the selective scan and of its single token: which kernel runs with which tiles, what is allocated, when a sequence is cut
// into chunks, and what a call must fulfil.
import {
  allocation,
  argument,
  checkCounts,
  integer,
  type Integer,
  number,
  type OperatorPlan,
  type PlanRequirement,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { and, ceilDiv, divide, equal, extent, less, lessEqual, max, min, multiply, or, scalar, subtract } = integer;
type FloatName = "f32" | "bf16" | "f16";

const named = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([parameter, name]) => [parameter, argument(name)]));

const groupsFit = (groupChannels: number, channels: Integer, groups: Integer): PlanRequirement[] =>
  groupChannels === 0
    ? []
    : [
        {
          argument: "u",
          holds: and(less(0, groups), equal(channels, multiply(groups, groupChannels))),
          says: `each row of B and C serves ${groupChannels} channels`,
        },
      ];

export interface ScanOperatorProblem {
  readonly dtype: FloatName;
  /** States of a channel. */
  readonly states: number;
  /** Channels that share a row of B and C; left out if all do. */
  readonly groupChannels?: number;
  readonly hasD?: boolean;
  readonly hasGate?: boolean;
  readonly hasBias?: boolean;
  readonly hasSoftplus?: boolean;
  readonly hasInitialState?: boolean;
  /** u, delta, z and y are [batch, channel, token]. */
  readonly channelsFirst?: boolean;
  readonly reverse?: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins, and where the last one ends. */
  readonly packed?: boolean;
}
export interface ScanOperatorTuning {
  readonly blockC: number;
  readonly blockT: number;
  readonly stages: number;
  readonly warps: number;
  /** Blocks that keep a multiprocessor busy. */
  readonly blocksEach: number;
  /** Times over that the blocks of chunks keep every multiprocessor busy. */
  readonly rounds: number;
  /** Fewest tiles of a chunk. */
  readonly tilesEach: number;
  /** Blocks that the assembler must leave registers for. */
  readonly blocksPerMultiprocessor?: number;
}
/** Tiles that suit a number of states: a thread holds about 8 of them. */
export const scanTuning = (states: number): ScanOperatorTuning => {
  const blockC = states <= 16 ? 64 : states <= 32 ? 32 : states <= 64 ? 16 : 8;
  return { blockC, blockT: 32, stages: 2, warps: 4, blocksPerMultiprocessor: 3, blocksEach: 3, rounds: 4, tilesEach: 8 };
};

type ScanTensor = "u" | "delta" | "A" | "B" | "C" | "D" | "z" | "deltaBias" | "initialState" | "cuSeqlens";

/**
 * The selective scan: u, delta and z [batch, token, channel] (or [batch, channel, token]), A [channel, state], B and C [batch, token, group,
 * state], D and deltaBias [channel] and initialState [sequence, channel, state] give y like u and lastState [sequence, channel, state].
 * Tensors of the dtype may have any strides; A, D, deltaBias and states are f32. Arguments exist only where the problem uses them; maxTokens,
 * with cuSeqlens, is the longest sequence's length. Where channels are too few to fill the device, sequences are cut into chunks that run
 * side by side.
 */
export const selectiveScan = (
  given: ScanOperatorProblem,
  chosen?: ScanOperatorTuning,
): OperatorPlan<ScanTensor, "maxTokens", "y" | "lastState"> => {
  const {
    dtype,
    states,
    groupChannels = 0,
    hasD = false,
    hasGate = false,
    hasBias = false,
    hasSoftplus = false,
    hasInitialState = false,
    channelsFirst = false,
    reverse = false,
    packed = false,
  } = given;
  const problem = { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, channelsFirst, reverse, packed };
  const tuning = chosen ?? scanTuning(states);
  checkCounts("selectiveScan", { ...problem, ...tuning }, { groupChannels: 0 });
  const { blocksEach, rounds, tilesEach, ...tiles } = tuning;
  const [tokenAxis, channelAxis] = channelsFirst ? [2, 1] : [1, 2];
  const [batch, tokens, channels, groups] = [extent("u", 0), extent("u", tokenAxis), extent("u", channelAxis), extent("B", 2)];
  const sequences = packed ? subtract(extent("cuSeqlens", 0), 1) : batch;
  const longest = packed ? scalar("maxTokens") : tokens;
  const likeU = channelsFirst ? [batch, channels, tokens] : [batch, tokens, channels];
  const likeB = [batch, tokens, groupChannels === 0 ? 1 : groups, states];
  const parameters = [
    tensor("u", dtype, [packed ? 1 : null, null, null]),
    tensor("delta", dtype, likeU),
    tensor("A", "f32", [channels, states]),
    tensor("B", dtype, [batch, tokens, groupChannels === 0 ? 1 : null, states]),
    tensor("C", dtype, likeB),
    ...(hasD ? [tensor("D", "f32", [channels])] : []),
    ...(hasGate ? [tensor("z", dtype, likeU)] : []),
    ...(hasBias ? [tensor("deltaBias", "f32", [channels])] : []),
    ...(packed ? [tensor("cuSeqlens", "i32", [null]), number("maxTokens", "i32")] : []),
    ...(hasInitialState ? [tensor("initialState", "f32", [sequences, channels, states])] : []),
  ];
  const inputs = parameters.filter((p) => p.kind === "tensor").map(({ name }) => name);
  const fromState = inputs.filter((name) => name === "initialState" || name === "cuSeqlens" || name === "A");

  // A multiprocessor takes `blocksEach` blocks in about the time of one. Chunks cost some 1.6 times the work, so they must fill more than
  // that.
  const blocks = max(multiply(multiply(ceilDiv(groupChannels === 0 ? channels : groupChannels, tiles.blockC), groups), sequences), 1);
  const { multiprocessors } = integer;
  const most = max(ceilDiv(blocks, multiprocessors), blocksEach);
  const fills = lessEqual(multiply(multiply(most, multiprocessors), 10), multiply(blocks, 16));
  const tilesOfLongest = ceilDiv(longest, tiles.blockT);
  const wanted = max(min(divide(multiply(multiprocessors, rounds * blocksEach), blocks), ceilDiv(tilesOfLongest, tilesEach)), 1);
  const chunkTiles = max(ceilDiv(tilesOfLongest, wanted), 1);
  const chunkLength = multiply(chunkTiles, tiles.blockT);
  const chunks = max(ceilDiv(longest, chunkLength), 1);
  const scan = (pass: "whole" | "ends" | "chunks", more: Readonly<Record<string, string>>, count: Integer, each: Integer) => ({
    file: "./kernel.ts",
    kernel: "scanForward",
    problem: { ...problem, pass },
    tuning: tiles,
    arguments: { ...tensorsNamed(inputs), ...named(more), chunks: count, chunkTiles: each },
  });
  const results = { y: "y", lastState: "lastState" };
  return {
    name: "selectiveScan",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters,
    requires: [
      ...groupsFit(groupChannels, channels, groups),
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
    outputs: [allocation("y", dtype, likeU), allocation("lastState", "f32", [sequences, channels, states])],
    variants: [
      {
        name: "whole",
        when: or(fills, lessEqual(chunks, 1)),
        workspace: [],
        launches: [scan("whole", results, 1, divide(largestLength, tiles.blockT))],
      },
      {
        name: "chunks",
        when: 1,
        workspace: [
          allocation("ends", "f32", [sequences, chunks, channels, states]),
          allocation("starts", "f32", [sequences, chunks, channels, states]),
          allocation("chunkSteps", "f32", [sequences, chunks, channels]),
        ],
        launches: [
          scan("ends", { chunkStates: "ends", chunkSteps: "chunkSteps" }, chunks, chunkTiles),
          {
            file: "./kernel.ts",
            kernel: "scanCarry",
            problem: { states, hasInitialState, packed },
            tuning: carryTuning(states),
            arguments: {
              ...tensorsNamed([...fromState, "ends", "chunkSteps", "starts"]),
              tokens: packed ? 0 : tokens,
              chunkLength,
            },
          },
          scan("chunks", { ...results, chunkStates: "starts" }, chunks, chunkTiles),
        ],
      },
    ],
  };
};

export interface ScanUpdateProblem
  extends Pick<ScanOperatorProblem, "dtype" | "states" | "groupChannels" | "hasD" | "hasGate" | "hasBias" | "hasSoftplus"> {
  /** Row n's state is that of slot slots[n]; a negative slot is none, and its row of y is 0. */
  readonly hasSlots?: boolean;
}
export interface ScanUpdateTuning {
  readonly blockC: number;
  readonly warps: number;
}
export const scanUpdateTuning = (states: number): ScanUpdateTuning => ({ blockC: states <= 16 ? 32 : states <= 64 ? 16 : 8, warps: 4 });

/**
 * One token of each sequence: u, delta and z [row, channel], A [channel, state], B and C [row, group, state], D and deltaBias [channel]
 * give y [row, channel], and move state [slot, channel, state] (f32) on by it, in place. Slots of one call differ from each other.
 */
export const selectiveScanUpdate = (
  given: ScanUpdateProblem,
  chosen?: ScanUpdateTuning,
): OperatorPlan<"u" | "delta" | "A" | "B" | "C" | "D" | "z" | "deltaBias" | "slots" | "state", never, "y"> => {
  const { dtype, states, groupChannels = 0, hasD = false, hasGate = false, hasBias = false, hasSoftplus = false, hasSlots = false } = given;
  const problem = { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasSlots };
  const tuning = { ...(chosen ?? scanUpdateTuning(states)) };
  checkCounts("selectiveScanUpdate", { ...problem, ...tuning }, { groupChannels: 0 });
  const [rows, channels, groups] = [extent("u", 0), extent("u", 1), extent("B", 1)];
  const parameters = [
    tensor("u", dtype, [null, null]),
    tensor("delta", dtype, [rows, channels]),
    tensor("A", "f32", [channels, states]),
    tensor("B", dtype, [rows, groupChannels === 0 ? 1 : null, states]),
    tensor("C", dtype, [rows, groupChannels === 0 ? 1 : groups, states]),
    ...(hasD ? [tensor("D", "f32", [channels])] : []),
    ...(hasGate ? [tensor("z", dtype, [rows, channels])] : []),
    ...(hasBias ? [tensor("deltaBias", "f32", [channels])] : []),
    ...(hasSlots ? [tensor("slots", "i32", [rows])] : []),
    tensor("state", "f32", [hasSlots ? null : rows, channels, states], true),
  ];
  return {
    name: "selectiveScanUpdate",
    url: import.meta.url,
    problem,
    tuning,
    parameters,
    requires: groupsFit(groupChannels, channels, groups),
    outputs: [allocation("y", dtype, [rows, channels])],
    variants: [
      {
        name: "update",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./update.ts",
            kernel: "scanStep",
            problem,
            tuning,
            arguments: tensorsNamed([...parameters.map(({ name }) => name), "y"]),
          },
        ],
      },
    ],
  };
};

/** Of sequences that are not cut. */
const largestLength = 2 ** 30;
const carryTuning = (states: number) => ({ blockC: states <= 32 ? 16 : 8, stages: 4, warps: 2 });
