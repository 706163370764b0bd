// The plans of RMSNorm: of a residual stream in f32, with what the last layer gave added to it in place; and of heads, times silu of a gate.
import { allocation, checkCounts, integer, number, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent, lessEqual, scalar } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface NormOperatorTuning {
  readonly blockM: number;
  /** Rows of at most so many columns stay in registers. */
  readonly blockN: number;
  readonly warps: number;
}
const multipleOf = (n: number, least: number): number => Math.ceil(n / least) * least;
/** A row a block where rows are long, so that as many blocks as rows share the memory's bandwidth; several where they are short. */
export const normTuning = (width: number): NormOperatorTuning =>
  width <= 512
    ? { blockM: 4, blockN: multipleOf(width, 128), warps: 4 }
    : { blockM: 1, blockN: Math.min(multipleOf(width, 1024), 8192), warps: 8 };

const plan = (
  name: string,
  problem: { readonly inputDtype: FloatName; readonly dtype: FloatName; readonly width: number; hasAddend: boolean; hasGate: boolean },
  tuning: NormOperatorTuning,
): OperatorPlan<"x" | "addend" | "weight" | "gate", "epsilon", "y"> => {
  const { inputDtype, dtype, width, hasAddend, hasGate } = problem;
  checkCounts(name, { width, ...tuning });
  const rows = extent("x", 0);
  const parameters = [
    tensor("x", inputDtype, [null, width], hasAddend),
    ...(hasAddend ? [tensor("addend", dtype, [rows, width])] : []),
    tensor("weight", "f32", [width]),
    ...(hasGate ? [tensor("gate", dtype, [rows, width])] : []),
    number("epsilon", "f32"),
  ];
  const tensors = parameters.filter(({ kind }) => kind === "tensor").map((p) => p.name);
  return {
    name,
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters,
    requires: [{ argument: "epsilon", holds: lessEqual(0, scalar("epsilon")), says: "epsilon is not negative" }],
    outputs: [allocation("y", dtype, [rows, width])],
    variants: [
      {
        name: "rows",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "normForward",
            problem,
            tuning: { ...tuning },
            arguments: { ...tensorsNamed([...tensors, "y"]), epsilon: scalar("epsilon") },
          },
        ],
      },
    ],
  };
};

export interface RmsNormOperatorProblem {
  /** Of addend and y. */
  readonly dtype: FloatName;
  readonly width: number;
  /** x becomes x + addend, in place, before it is normed. */
  readonly hasAddend?: boolean;
}
/** x [row, width] (f32), addend [row, width] and weight [width] (f32) give y [row, width] = x / sqrt(mean(x^2) + epsilon) * weight. */
export const rmsNorm = (
  { dtype, width, hasAddend = false }: RmsNormOperatorProblem,
  tuning: NormOperatorTuning = normTuning(width),
): OperatorPlan<"x" | "addend" | "weight", "epsilon", "y"> =>
  plan("rmsNorm", { inputDtype: "f32", dtype, width, hasAddend, hasGate: false }, tuning) as OperatorPlan<
    "x" | "addend" | "weight",
    "epsilon",
    "y"
  >;

export interface GatedNormOperatorProblem {
  /** Of x, gate and y. */
  readonly dtype: FloatName;
  readonly width: number;
}
/**
 * What follows gated linear attention and retention: x and gate [row, width] (a row is one head of one token) and weight [width] (f32) give
 * y = x / sqrt(mean(x^2) + epsilon) * weight * silu(gate).
 */
export const gatedRmsNorm = (
  { dtype, width }: GatedNormOperatorProblem,
  tuning: NormOperatorTuning = normTuning(width),
): OperatorPlan<"x" | "weight" | "gate", "epsilon", "y"> =>
  plan("gatedRmsNorm", { inputDtype: dtype, dtype, width, hasAddend: false, hasGate: true }, tuning) as OperatorPlan<
    "x" | "weight" | "gate",
    "epsilon",
    "y"
  >;
