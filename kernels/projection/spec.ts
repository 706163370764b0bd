// The contract of projections: they agree with their definition in every variant, and rows do not touch each other.
import fc from "fast-check";
import { expectAgrees, expectSameBits, relativeError } from "../../proptests/lib/errors.ts";
import { disturbed, expectAllWritten, partOf } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { otherSummations, precisionOf, type Summation } from "../../proptests/lib/summation.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor, roundTo, rowMajor } from "../../proptests/lib/tensors.ts";
import {
  type ProjectionOperatorProblem,
  type ProjectionOperatorTuning,
  projection,
  projectionTuning,
  swigluProjection,
} from "./operator.ts";
import { type ProjectionInputs, projectionReference, projectionWorkingPrecision } from "./reference.ts";

export interface ProjectionCase {
  readonly dtype: FloatType;
  readonly outputDtype: FloatType;
  readonly hasBias: boolean;
  readonly addsTo: boolean;
  readonly allowsTf32: boolean;
  readonly seed: number;
  readonly rows: number;
  readonly inner: number;
  readonly outputs: number;
  readonly changed: number;
  readonly layout: Layout;
}
const floats: readonly FloatType[] = ["bf16", "f16", "f32"];
const completed = (given: ProjectionOperatorProblem) => {
  const { dtype, hasBias = false, addsTo = false, allowsTf32 = false } = given;
  return { dtype, outputDtype: given.outputDtype ?? (addsTo ? "f32" : dtype), hasBias, addsTo, allowsTf32 } as const;
};
const problemArbitrary = fc
  .record({
    dtype: fc.constantFrom(...floats),
    isWide: fc.boolean(),
    hasBias: fc.boolean(),
    addsTo: fc.boolean(),
    allowsTf32: fc.constantFrom(false, false, true),
  })
  .map(({ isWide, ...one }) => completed({ ...one, ...(isWide && { outputDtype: "f32" as const }) }));

const projectionCase = (given: ProjectionOperatorProblem | undefined, tuning: ProjectionOperatorTuning, work: number) =>
  fc
    .record({
      problem: given ? fc.constant(completed(given)) : problemArbitrary,
      seed: fc.integer(),
      // One row, few and many, in about equal parts.
      rows: fc.oneof(
        fc.integer({ min: 1, max: tuning.mostRows }),
        fc.integer({ min: tuning.mostRows + 1, max: 16 }),
        fc.integer({ min: 17, max: 70 }),
      ),
      inner: fc.oneof(fc.constantFrom(1, 8, 16, 40, 64), fc.integer({ min: 1, max: 100 }), fc.constant(tuning.rowK + 24)),
      outputs: fc.oneof(fc.constantFrom(1, 8, 16, 64), fc.integer({ min: 1, max: 70 })),
      changed: fc.nat(100),
      layout: fc.oneof(fc.constant(rowMajor(2)), layoutArbitrary(2)),
    })
    .map(({ problem, ...one }): ProjectionCase => ({ ...problem, ...one }))
    .filter(({ rows, inner, outputs }) => rows * inner * outputs <= work * 4);

const check = async (one: ProjectionCase, tuning: ProjectionOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, outputDtype, hasBias, addsTo, allowsTf32, rows, inner, outputs, layout } = one;
  const random = new Random(one.seed);
  const inputs: ProjectionInputs = {
    x: randomTensor(random, dtype, [rows, inner], { layout }),
    weight: randomTensor(random, dtype, [outputs, inner], { layout }),
    bias: hasBias ? randomTensor(random, "f32", [outputs]) : null,
    residual: addsTo ? randomTensor(random, "f32", [rows, outputs], { layout }) : null,
  };
  const plan = projection({ dtype, outputDtype, hasBias, addsTo, allowsTf32 }, tuning);
  const run = async ({ x, weight, bias, residual: before }: ProjectionInputs): Promise<HostTensor> => {
    const residual = before && new HostTensor(before.dtype, before.shape, before.data.slice(), before.strides, before.offset);
    const tensors = { x, weight, ...(bias && { bias }), ...(residual && { y: residual }) };
    const { outputs: made } = await runPlan(plan, { tensors, scalars: {} }, execute, 1);
    expectAllWritten("projection", made);
    return residual ?? made["y"]!;
  };
  const y = await run(inputs);
  const [actual, reference] = [y.toNumbers(), projectionReference(inputs)];
  // Rows taken one at a time are not rounded to tf32, which is better than asked for.
  const precision = dtype === "f32" && allowsTf32 ? "tf32" : precisionOf(dtype);
  const working = (how: Summation): Float64Array => projectionWorkingPrecision(inputs, outputDtype, precision, how);
  expectAgrees(`projection of ${rows} rows`, {
    actual,
    reference,
    working: working("forward"),
    alternatives: () => otherSummations.map(working),
    dtype: outputDtype,
    // Three products of tf32 parts leave out what is below 2^-21 of each: some times the rounding error of f32.
    factor: dtype === "f32" ? 16 : 2,
  });
  const relative = relativeError(actual, reference);
  if (dtype === "f32" && outputDtype === "f32" && !allowsTf32 && !(relative <= 1e-5))
    throw new Error(`projection of f32: the error is ${relative.toExponential(2)} of the values, above 1e-5`);
  const changed = one.changed % rows;
  const other = await run({ ...inputs, x: disturbed(inputs.x, random, ([row]) => row === changed) });
  for (let row = 0; row < rows; row += 1)
    if (row !== changed) expectSameBits(`row ${row}, when row ${changed} changes`, partOf(other, 0, row, 1), partOf(y, 0, row, 1));
};

const small: ProjectionOperatorTuning = {
  ...{ mostRows: 2, rowN: 4, rowK: 32, rowStages: 2, fewN: 16, fewK: 32, fewStages: 3 },
  ...{ manyM: 32, manyN: 32, manyK: 16, manyStages: 2 },
};
export const projectionSpec: Spec<ProjectionCase> = {
  name: "projection",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [
    { ...small },
    { ...projectionTuning("bf16") },
    { ...projectionTuning("bf16", "gpu", 144) },
    { ...projectionTuning("f32") },
    { ...projectionTuning("f32", "cpu") },
  ],
  cases: ({ tuning, problem, work }) =>
    projectionCase(problem as ProjectionOperatorProblem | undefined, tuning as unknown as ProjectionOperatorTuning, work),
  check: (one, tuning, execute) => check(one, tuning as unknown as ProjectionOperatorTuning, execute),
};

const swigluCheck = async (one: ProjectionCase, tuning: ProjectionOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, rows, inner, layout } = one;
  const random = new Random(one.seed);
  const x = randomTensor(random, dtype, [rows, inner], { layout });
  const weight = randomTensor(random, dtype, [2 * one.outputs, inner], { layout });
  const run = async (rowsOf: HostTensor): Promise<HostTensor> => {
    const { outputs: made } = await runPlan(
      swigluProjection({ dtype }, tuning),
      { tensors: { x: rowsOf, weight }, scalars: {} },
      execute,
      1,
    );
    expectAllWritten("swigluProjection", made);
    return made["y"]!;
  };
  const y = await run(x);
  const inputs: ProjectionInputs = { x, weight, bias: null, residual: null };
  /** silu of the first half of each row times the second. */
  const gated = (products: Float64Array, scalar: (value: number) => number): Float64Array =>
    Float64Array.from({ length: rows * one.outputs }, (_, n) => {
      const first = Math.floor(n / one.outputs) * 2 * one.outputs + (n % one.outputs);
      return scalar((products[first]! / (1 + Math.exp(-products[first]!))) * products[first + one.outputs]!);
    });
  const working = (how: Summation): Float64Array =>
    gated(projectionWorkingPrecision(inputs, dtype, precisionOf(dtype), how), (value) => roundTo(dtype, value));
  expectAgrees(`swigluProjection of ${rows} rows`, {
    actual: y.toNumbers(),
    reference: gated(projectionReference(inputs), (value) => value),
    working: working("forward"),
    alternatives: () => otherSummations.map(working),
    dtype,
    factor: dtype === "f32" ? 16 : 2,
  });
  const changed = one.changed % rows;
  const other = await run(disturbed(x, random, ([row]) => row === changed));
  for (let row = 0; row < rows; row += 1)
    if (row !== changed) expectSameBits(`row ${row}, when row ${changed} changes`, partOf(other, 0, row, 1), partOf(y, 0, row, 1));
};
export const swigluProjectionSpec: Spec<ProjectionCase> = {
  ...projectionSpec,
  name: "swiglu-projection",
  check: (one, tuning, execute) => swigluCheck(one, tuning as unknown as ProjectionOperatorTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [projectionSpec, swigluProjectionSpec];
