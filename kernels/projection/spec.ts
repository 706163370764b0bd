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
import {
  type Matrix,
  normedReference,
  normedWorkingPrecision,
  type ProjectionInputs,
  projectionReference,
  projectionWorkingPrecision,
} from "./reference.ts";

export interface ProjectionCase {
  readonly dtype: FloatType;
  readonly outputDtype: FloatType;
  readonly hasBias: boolean;
  readonly addsTo: boolean;
  readonly allowsTf32: boolean;
  readonly hasNorm: boolean;
  /** Of what is normed. */
  readonly scale: number;
  readonly seed: number;
  readonly rows: number;
  readonly inner: number;
  readonly outputs: number;
  readonly changed: number;
  readonly layout: Layout;
}
const floats: readonly FloatType[] = ["bf16", "f16", "f32"];
const completed = (given: ProjectionOperatorProblem) => {
  const { dtype, hasBias = false, addsTo = false, hasNorm = false, allowsTf32 = false } = given;
  return { dtype, outputDtype: given.outputDtype ?? (addsTo ? "f32" : dtype), hasBias, addsTo, hasNorm, allowsTf32 } as const;
};
const problemArbitrary = fc
  .record({
    dtype: fc.constantFrom(...floats),
    isWide: fc.boolean(),
    hasBias: fc.boolean(),
    addsTo: fc.boolean(),
    hasNorm: fc.constantFrom(false, false, true),
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
      scale: fc.constantFrom(1, 1, 1e-3, 30),
      changed: fc.nat(100),
      layout: fc.oneof(fc.constant(rowMajor(2)), layoutArbitrary(2)),
    })
    .map(({ problem, ...one }): ProjectionCase => ({ ...problem, ...one }))
    .filter(({ rows, inner, outputs }) => rows * inner * outputs <= work * 4);

const epsilon = Math.fround(1e-5);
/** What is projected, and the rows that it is made of: a case's x, or one that is normed as it is read. */
const inputOf = ({ dtype, hasNorm, scale, rows, inner, layout }: ProjectionCase, random: Random) => {
  const x = randomTensor(random, hasNorm ? "f32" : dtype, [rows, inner], { layout, ...(hasNorm && { scale }) });
  const norm = hasNorm ? randomTensor(random, "f32", [inner]) : null;
  return {
    x,
    tensors: norm ? { norm } : {},
    scalars: norm ? { epsilon } : {},
    exact: (): Matrix => (norm ? normedReference(x, norm, epsilon) : x),
    working: (): Matrix => (norm ? normedWorkingPrecision(x, norm, epsilon, dtype) : x),
  };
};

const check = async (one: ProjectionCase, tuning: ProjectionOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, outputDtype, hasBias, addsTo, hasNorm, allowsTf32, rows, inner, outputs, layout } = one;
  const random = new Random(one.seed);
  const input = inputOf(one, random);
  const weight = randomTensor(random, dtype, [outputs, inner], { layout });
  const bias = hasBias ? randomTensor(random, "f32", [outputs]) : null;
  const before = addsTo ? randomTensor(random, "f32", [rows, outputs], { layout }) : null;
  const plan = projection({ dtype, outputDtype, hasBias, addsTo, hasNorm, allowsTf32 }, tuning);
  const run = async (x: HostTensor): Promise<HostTensor> => {
    const residual = before && new HostTensor(before.dtype, before.shape, before.data.slice(), before.strides, before.offset);
    const tensors = { x, ...input.tensors, weight, ...(bias && { bias }), ...(residual && { y: residual }) };
    const { outputs: made } = await runPlan(plan, { tensors, scalars: input.scalars }, execute, 1);
    expectAllWritten("projection", made);
    return residual ?? made["y"]!;
  };
  const y = await run(input.x);
  const rest = { weight, bias, residual: before };
  const [actual, reference] = [y.toNumbers(), projectionReference({ x: input.exact(), ...rest })];
  const inputs: ProjectionInputs = { x: input.working(), ...rest };
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
  const other = await run(disturbed(input.x, random, ([row]) => row === changed));
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
    { ...projectionTuning("bf16", "gpu", 144, true) },
  ],
  cases: ({ tuning, problem, work }) =>
    projectionCase(problem as ProjectionOperatorProblem | undefined, tuning as unknown as ProjectionOperatorTuning, work),
  check: (one, tuning, execute) => check(one, tuning as unknown as ProjectionOperatorTuning, execute),
};

const swigluCheck = async (one: ProjectionCase, tuning: ProjectionOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, hasNorm, rows, inner, layout } = one;
  const random = new Random(one.seed);
  const input = inputOf(one, random);
  const weight = randomTensor(random, dtype, [2 * one.outputs, inner], { layout });
  const run = async (rowsOf: HostTensor): Promise<HostTensor> => {
    const { outputs: made } = await runPlan(
      swigluProjection({ dtype, hasNorm }, tuning),
      { tensors: { x: rowsOf, ...input.tensors, weight }, scalars: input.scalars },
      execute,
      1,
    );
    expectAllWritten("swigluProjection", made);
    return made["y"]!;
  };
  const y = await run(input.x);
  const rest = { weight, bias: null, residual: null };
  const inputs: ProjectionInputs = { x: input.working(), ...rest };
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
    reference: gated(projectionReference({ x: input.exact(), ...rest }), (value) => value),
    working: working("forward"),
    alternatives: () => otherSummations.map(working),
    dtype,
    factor: dtype === "f32" ? 16 : 2,
  });
  const changed = one.changed % rows;
  const other = await run(disturbed(input.x, random, ([row]) => row === changed));
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
