// The plans of elementwise work between projections.
import { allocation, checkCounts, integer, number, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { divide, equal, extent, remainder, scalar } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface ActivationOperatorTuning {
  readonly blockN: number;
  readonly warps: number;
}
/** 16 bytes of 16 bits a thread: rows of a few thousand columns fill many blocks even at batch 1. */
export const activationTuning: ActivationOperatorTuning = { blockN: 512, warps: 2 };

export interface SwigluOperatorProblem {
  readonly dtype: FloatName;
  /** a is [row, 2 * width], its first half silu's, and there is no b. */
  readonly packed?: boolean;
}
/** a and b [row, width] (or packed) give y [row, width] = silu(a) * b. */
export const swiglu = (
  { dtype, packed = false }: SwigluOperatorProblem,
  tuning: ActivationOperatorTuning = activationTuning,
): OperatorPlan<"a" | "b", never, "y"> => {
  checkCounts("swiglu", { ...tuning });
  const [rows, columns] = [extent("a", 0), extent("a", 1)];
  return {
    name: "swiglu",
    url: import.meta.url,
    problem: { dtype, packed },
    tuning: { ...tuning },
    parameters: [tensor("a", dtype, [null, null]), ...(packed ? [] : [tensor("b", dtype, [rows, columns])])],
    requires: packed ? [{ argument: "a", holds: equal(remainder(columns, 2), 0), says: "packed rows have two halves" }] : [],
    outputs: [allocation("y", dtype, [rows, packed ? divide(columns, 2) : columns])],
    variants: [
      {
        name: "elementwise",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "swigluForward",
            problem: { dtype, packed },
            tuning: { ...tuning },
            arguments: tensorsNamed(packed ? ["a", "y"] : ["a", "b", "y"]),
          },
        ],
      },
    ],
  };
};

export interface LogSigmoidOperatorProblem {
  readonly dtype: FloatName;
  /** Of y: f32 if left out. */
  readonly outputDtype?: FloatName;
}
/** x [row, width] gives y [row, width] = log(sigmoid(x)) * scale: the gates of gated linear attention, with a scale of 1/16. */
export const logSigmoid = (
  { dtype, outputDtype = "f32" }: LogSigmoidOperatorProblem,
  tuning: ActivationOperatorTuning = activationTuning,
): OperatorPlan<"x", "scale", "y"> => {
  checkCounts("logSigmoid", { ...tuning });
  return {
    name: "logSigmoid",
    url: import.meta.url,
    problem: { dtype, outputDtype },
    tuning: { ...tuning },
    parameters: [tensor("x", dtype, [null, null]), number("scale", "f32")],
    requires: [],
    outputs: [allocation("y", outputDtype, [extent("x", 0), extent("x", 1)])],
    variants: [
      {
        name: "elementwise",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "logSigmoidForward",
            problem: { dtype, outputDtype },
            tuning: { ...tuning },
            arguments: { ...tensorsNamed(["x", "y"]), scale: scalar("scale") },
          },
        ],
      },
    ],
  };
};
