// The plans of the causal convolution: over whole sequences, and one token of each sequence with its state in a pool.
import { allocation, checkCounts, integer, number, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { and, extent, less, lessEqual, scalar, subtract } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface ConvOperatorProblem {
  readonly dtype: FloatName;
  /** Taps of a filter. */
  readonly width: number;
  readonly hasBias?: boolean;
  /** y is silu of the sum. */
  readonly hasSilu?: boolean;
  readonly hasInitialState?: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins, and where the last one ends. */
  readonly packed?: boolean;
}
export interface ConvOperatorTuning {
  readonly blockT: number;
  readonly blockC: number;
  readonly warps: number;
}
export const convTuning: ConvOperatorTuning = { blockT: 32, blockC: 64, warps: 4 };

type ConvTensor = "x" | "weight" | "bias" | "initialState" | "cuSeqlens";
/**
 * The causal depthwise convolution: x [batch, token, channel], weight [channel, width] and bias [channel] (f32), initialState [sequence,
 * width - 1, channel] (oldest token first) give y like x and lastState like initialState. Arguments exist only where the problem uses them;
 * maxTokens, with cuSeqlens, is the longest sequence's length.
 */
export const causalConv1d = (
  given: ConvOperatorProblem,
  tuning: ConvOperatorTuning = convTuning,
): OperatorPlan<ConvTensor, "maxTokens", "y" | "lastState"> => {
  const { dtype, width, hasBias = false, hasSilu = false, hasInitialState = false, packed = false } = given;
  const problem = { dtype, width, hasBias, hasSilu, hasInitialState, packed };
  checkCounts("causalConv1d", { ...problem, ...tuning }, { width: 2 });
  const [batch, tokens, channels] = [extent("x", 0), extent("x", 1), extent("x", 2)];
  const sequences = packed ? subtract(extent("cuSeqlens", 0), 1) : batch;
  const states = [sequences, width - 1, channels];
  const parameters = [
    tensor("x", dtype, [packed ? 1 : null, null, null]),
    tensor("weight", "f32", [channels, width]),
    ...(hasBias ? [tensor("bias", "f32", [channels])] : []),
    ...(packed ? [tensor("cuSeqlens", "i32", [null]), number("maxTokens", "i32")] : []),
    ...(hasInitialState ? [tensor("initialState", dtype, states)] : []),
  ];
  const inputs = parameters.filter((p) => p.kind === "tensor").map(({ name }) => name);
  const longest = scalar("maxTokens");
  return {
    name: "causalConv1d",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters,
    requires: packed
      ? [
          { argument: "cuSeqlens", holds: less(0, extent("cuSeqlens", 0)), says: "n sequences have n + 1 bounds" },
          {
            argument: "maxTokens",
            holds: and(lessEqual(0, longest), lessEqual(longest, tokens)),
            says: "maxTokens is the longest sequence's number of tokens",
          },
        ]
      : [],
    outputs: [allocation("y", dtype, [batch, tokens, channels]), allocation("lastState", dtype, states)],
    variants: [
      {
        name: "forward",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "convForward",
            problem,
            tuning: { ...tuning },
            // A sequence without tokens still hands its state on.
            arguments: { ...tensorsNamed([...inputs, "y", "lastState"]), maxTokens: integer.max(packed ? longest : tokens, 1) },
          },
        ],
      },
    ],
  };
};

export interface ConvUpdateProblem {
  readonly dtype: FloatName;
  readonly width: number;
  readonly hasBias?: boolean;
  readonly hasSilu?: boolean;
  /** Row n's state is that of slot slots[n]; a negative slot is none, and its row of y is 0. */
  readonly hasSlots?: boolean;
}
export interface ConvUpdateTuning {
  readonly blockC: number;
  readonly warps: number;
}
/**
 * One token of each sequence: x [row, channel] gives y [row, channel], and moves state [slot, width - 1, channel] on by it, in place. Slots
 * of one call differ from each other.
 */
export const causalConv1dUpdate = (
  given: ConvUpdateProblem,
  tuning: ConvUpdateTuning = { blockC: 256, warps: 1 },
): OperatorPlan<"x" | "weight" | "bias" | "slots" | "state", never, "y"> => {
  const { dtype, width, hasBias = false, hasSilu = false, hasSlots = false } = given;
  const problem = { dtype, width, hasBias, hasSilu, hasSlots };
  checkCounts("causalConv1dUpdate", { ...problem, ...tuning }, { width: 2 });
  const [rows, channels] = [extent("x", 0), extent("x", 1)];
  const parameters = [
    tensor("x", dtype, [null, null]),
    tensor("weight", "f32", [channels, width]),
    ...(hasBias ? [tensor("bias", "f32", [channels])] : []),
    ...(hasSlots ? [tensor("slots", "i32", [rows])] : []),
    tensor("state", dtype, [hasSlots ? null : rows, width - 1, channels], true),
  ];
  return {
    name: "causalConv1dUpdate",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters,
    requires: [],
    outputs: [allocation("y", dtype, [rows, channels])],
    variants: [
      {
        name: "update",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "convStep",
            problem,
            tuning: { ...tuning },
            arguments: tensorsNamed([...parameters.map(({ name }) => name), "y"]),
          },
        ],
      },
    ],
  };
};
