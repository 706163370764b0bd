// The contract of RMSNorm: it agrees with its definition, what was added to the residual is the f32 sum, and rows do not touch each other.
import fc from "fast-check";
import { expectAgrees, expectSameBits } from "../../proptests/lib/errors.ts";
import { disturbed, expectAllWritten, partOf } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { otherRoundings } from "../../proptests/lib/rounding.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { otherOrders } from "../../proptests/lib/summation.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor } from "../../proptests/lib/tensors.ts";
import {
  type GatedNormOperatorProblem,
  gatedRmsNorm,
  type NormOperatorTuning,
  normTuning,
  type RmsNormOperatorProblem,
  rmsNorm,
} from "./operator.ts";
import { type NormInputs, normReference, normWorkingPrecision } from "./reference.ts";

export interface NormCase {
  readonly dtype: FloatType;
  readonly width: number;
  readonly hasAddend: boolean;
  readonly hasGate: boolean;
  readonly seed: number;
  readonly rows: number;
  /** Rows that are changed to see that the others stay. */
  readonly changed: number;
  readonly scale: number;
  readonly layout: Layout;
}
const widths = [1, 8, 31, 64, 96, 130, 200, 384];
const normCase = (given: Partial<RmsNormOperatorProblem>, hasGate: boolean, work: number): fc.Arbitrary<NormCase> =>
  fc
    .record({
      dtype: given.dtype ? fc.constant(given.dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
      width: given.width ? fc.constant(given.width) : fc.constantFrom(...widths),
      hasAddend: hasGate ? fc.constant(false) : given.dtype ? fc.constant(given.hasAddend ?? false) : fc.boolean(),
      hasGate: fc.constant(hasGate),
      seed: fc.integer(),
      rows: fc.integer({ min: 1, max: 7 }),
      changed: fc.nat(6),
      scale: fc.constantFrom(1, 1e-3, 30),
      layout: layoutArbitrary(2),
    })
    .map((one) => ({ ...one, rows: Math.max(1, Math.min(one.rows, Math.floor(work / one.width))) }));

const copyOf = (tensor: HostTensor): HostTensor =>
  new HostTensor(tensor.dtype, tensor.shape, tensor.data.slice(), tensor.strides, tensor.offset);
const epsilon = 1e-5;

const checkNorm = async (one: NormCase, tuning: NormOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, width, hasAddend, hasGate, rows, scale, layout } = one;
  const random = new Random(one.seed);
  const make = (type: FloatType): HostTensor => randomTensor(random, type, [rows, width], { scale, layout });
  const inputs: NormInputs = {
    x: make(hasGate ? dtype : "f32"),
    addend: hasAddend ? make(dtype) : null,
    weight: randomTensor(random, "f32", [width]),
    gate: hasGate ? make(dtype) : null,
    epsilon,
  };
  const run = async ({ x, addend, weight, gate }: NormInputs) => {
    const plan = hasGate ? gatedRmsNorm({ dtype, width }, tuning) : rmsNorm({ dtype, width, hasAddend }, tuning);
    const residual = copyOf(x);
    const tensors = { x: residual, weight, ...(addend && { addend }), ...(gate && { gate }) };
    const { outputs } = await runPlan(plan, { tensors, scalars: { epsilon: Math.fround(epsilon) } }, execute, 1);
    expectAllWritten("norm", outputs);
    return { y: outputs["y"]!, residual };
  };
  const actual = await run(inputs);
  const [reference, working] = [normReference(inputs), normWorkingPrecision(inputs, dtype)];
  expectAgrees("y", {
    actual: actual.y.toNumbers(),
    reference: reference.y,
    working: working.y,
    alternatives: () =>
      [...otherOrders.map((order) => ({ order })), ...otherRoundings.map((rounding) => ({ rounding }))].map(
        (how) => normWorkingPrecision(inputs, dtype, how).y,
      ),
    dtype,
    factor: dtype === "f32" ? 4 : 2,
  });
  const sums = actual.residual.toNumbers();
  const place = working.sum.findIndex((value, n) => !Object.is(sums[n], value));
  if (place >= 0) throw new Error(`x + addend: element ${place} is ${sums[place]}, not ${working.sum[place]}`);

  const changed = one.changed % rows;
  const other = await run({ ...inputs, x: disturbed(inputs.x, random, ([row]) => row === changed) });
  for (let row = 0; row < rows; row += 1)
    if (row !== changed) expectSameBits(`row ${row}, when row ${changed} changes`, partOf(other.y, 0, row, 1), partOf(actual.y, 0, row, 1));
};

const check = (one: NormCase, tuning: object, execute: Execution): Promise<void> => checkNorm(one, tuning as NormOperatorTuning, execute);
/** Rows of one tile, and of several with a rest. */
const tunings = [
  { blockM: 2, blockN: 64, warps: 2 },
  { blockM: 1, blockN: 512, warps: 4 },
  { ...normTuning(200) },
  { ...normTuning(2304) },
];
export const rmsNormSpec: Spec<NormCase> = {
  name: "rmsNorm",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem, work }) => normCase({ ...(problem as Partial<RmsNormOperatorProblem> | undefined) }, false, work),
  check,
};
export const gatedRmsNormSpec: Spec<NormCase> = {
  name: "gatedRmsNorm",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem, work }) => normCase({ ...(problem as Partial<GatedNormOperatorProblem> | undefined) }, true, work),
  check,
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [rmsNormSpec, gatedRmsNormSpec];
