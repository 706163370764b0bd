// The contract of elementwise work: it agrees with its definition for small and large arguments, in any layout, and gates never are positive.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { otherRoundings } from "../../proptests/lib/rounding.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type FloatType, type Layout, layoutArbitrary, randomTensor } from "../../proptests/lib/tensors.ts";
import {
  type ActivationOperatorTuning,
  activationTuning,
  type LogSigmoidOperatorProblem,
  logSigmoid,
  type SwigluOperatorProblem,
  swiglu,
} from "./operator.ts";
import { logSigmoidReference, logSigmoidWorkingPrecision, swigluReference, swigluWorkingPrecision } from "./reference.ts";

interface ElementwiseCase {
  readonly dtype: FloatType;
  readonly seed: number;
  readonly rows: number;
  readonly width: number;
  readonly scale: number;
  readonly layout: Layout;
}
export interface SwigluCase extends ElementwiseCase {
  readonly packed: boolean;
}
export interface LogSigmoidCase extends ElementwiseCase {
  readonly outputDtype: FloatType;
}
const floats = fc.constantFrom<FloatType>("bf16", "f16", "f32");
const common = (dtype?: FloatType) => ({
  dtype: dtype ? fc.constant(dtype) : floats,
  seed: fc.integer(),
  rows: fc.integer({ min: 1, max: 4 }),
  width: fc.constantFrom(1, 8, 31, 64, 200, 600),
  scale: fc.constantFrom(1, 0.01, 40),
  layout: layoutArbitrary(2),
});
const swigluCase = (given?: SwigluOperatorProblem): fc.Arbitrary<SwigluCase> =>
  fc.record({ ...common(given?.dtype), packed: given ? fc.constant(given.packed ?? false) : fc.boolean() });
const logSigmoidCase = (given?: LogSigmoidOperatorProblem): fc.Arbitrary<LogSigmoidCase> =>
  fc.record({ ...common(given?.dtype), outputDtype: given ? fc.constant(given.outputDtype ?? "f32") : floats });

const checkSwiglu = async (one: SwigluCase, tuning: ActivationOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, rows, width, packed, scale, layout } = one;
  const random = new Random(one.seed);
  const a = randomTensor(random, dtype, [rows, packed ? 2 * width : width], { scale, layout });
  const b = packed ? null : randomTensor(random, dtype, [rows, width], { layout });
  const { outputs } = await runPlan(swiglu({ dtype, packed }, tuning), { tensors: { a, ...(b && { b }) }, scalars: {} }, execute, 1);
  expectAllWritten("swiglu", outputs);
  const values = a.toNumbers();
  const half = (first: number): number[] =>
    Array.from({ length: rows * width }, (_, n) => values[Math.floor(n / width) * 2 * width + first + (n % width)]!);
  const [left, right] = b ? [values, b.toNumbers()] : [half(0), half(width)];
  expectAgrees("swiglu", {
    actual: outputs["y"]!.toNumbers(),
    reference: swigluReference(left, right),
    working: swigluWorkingPrecision(left, right, dtype),
    alternatives: () => otherRoundings.map((rounding) => swigluWorkingPrecision(left, right, dtype, rounding)),
    dtype,
    factor: dtype === "f32" ? 4 : 2,
  });
};

const checkLogSigmoid = async (one: LogSigmoidCase, tuning: ActivationOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, outputDtype, rows, width, layout } = one;
  const x = randomTensor(new Random(one.seed), dtype, [rows, width], { scale: one.scale, layout });
  const plan = logSigmoid({ dtype, outputDtype }, tuning);
  const { outputs } = await runPlan(plan, { tensors: { x }, scalars: { scale: 1 / 16 } }, execute, 1);
  expectAllWritten("logSigmoid", outputs);
  const [actual, values] = [outputs["y"]!.toNumbers(), x.toNumbers()];
  expectAgrees("logSigmoid", {
    actual,
    reference: logSigmoidReference(values, 1 / 16),
    working: logSigmoidWorkingPrecision(values, 1 / 16, outputDtype),
    alternatives: () => otherRoundings.map((rounding) => logSigmoidWorkingPrecision(values, 1 / 16, outputDtype, rounding)),
    dtype: outputDtype,
    factor: outputDtype === "f32" ? 4 : 2,
  });
  const positive = Array.from(actual).findIndex((value) => value > 0);
  if (positive >= 0) throw new Error(`logSigmoid: element ${positive} is ${actual[positive]}, and a gate is at most 0`);
};

const tunings = [{ blockN: 64, warps: 1 }, { ...activationTuning }];
export const swigluSpec: Spec<SwigluCase> = {
  name: "swiglu",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem }) => swigluCase(problem as SwigluOperatorProblem | undefined),
  check: (one, tuning, execute) => checkSwiglu(one, tuning as unknown as ActivationOperatorTuning, execute),
};
export const logSigmoidSpec: Spec<LogSigmoidCase> = {
  name: "logSigmoid",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem }) => logSigmoidCase(problem as LogSigmoidOperatorProblem | undefined),
  check: (one, tuning, execute) => checkLogSigmoid(one, tuning as unknown as ActivationOperatorTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [swigluSpec, logSigmoidSpec];
