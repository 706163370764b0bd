// The contract of the recurrent step, for every execution: a token moves states and gives outputs as the definition does, in place, also in a pool
// of states where other rows stay as they are.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { otherOrders } from "../../proptests/lib/summation.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { allocate, HostTensor, rowMajor, setAll } from "../../proptests/lib/tensors.ts";
import { type LinearCase, linearCase, makeInputs } from "./arbitraries.ts";
import { linearAttentionStep, type LinearAttentionStepProblem, type StepOperatorTuning, stepTuning } from "./operator.ts";
import { type LinearAttentionInputs, linearAttentionReference, linearAttentionWorkingPrecision } from "./reference.ts";

export interface StepCase {
  /** One token of every batch, with states before it. */
  readonly linear: LinearCase;
  readonly hasBeta: boolean;
  readonly indexed: boolean;
}

/** Token `token` of every batch, without its axis. */
export const tokenOf = (tensor: HostTensor, token: number): HostTensor =>
  new HostTensor(
    tensor.dtype,
    tensor.shape.toSpliced(1, 1),
    tensor.data,
    tensor.strides.toSpliced(1, 1),
    tensor.offset + (tensor.shape.includes(0) ? 0 : token * tensor.strides[1]!),
  );

/** Runs the step of token `token` on states [batch, ...], which it moves on. */
export const runStep = async (
  { linear, hasBeta, indexed }: StepCase,
  inputs: LinearAttentionInputs,
  token: number,
  states: { readonly states: HostTensor; readonly keySums: HostTensor | null; readonly stateIndices: HostTensor | null },
  tuning: StepOperatorTuning,
  execute: Execution,
): Promise<HostTensor> => {
  const { dtype, keyDim, valueDim, gateDtype, hasSkip, options } = linear;
  const { decay, normalise } = options;
  const plan = linearAttentionStep({ dtype, keyDim, valueDim, decay, gateDtype, normalise, hasSkip, hasBeta, indexed }, tuning);
  const at = (tensor: HostTensor | null): HostTensor | null => tensor && tokenOf(tensor, token);
  const perHead = decay === "head" || decay === "step";
  const tensors = {
    ...{ q: at(inputs.q), k: at(inputs.k), v: at(inputs.v), skip: inputs.skip, beta: at(inputs.beta), step: at(inputs.step) },
    ...(perHead ? { rate: inputs.logDecay } : decay === "channel" ? { gates: at(inputs.logDecay) } : { logDecay: at(inputs.logDecay) }),
    ...states,
  };
  const given = Object.fromEntries(Object.entries(tensors).filter(([, tensor]) => tensor !== null));
  const scalars = normalise ? {} : { scale: options.scale };
  const { outputs } = await runPlan(plan, { tensors: given, scalars }, execute, linear.multiprocessors);
  return outputs["output"]!;
};

/** Runs a case and throws unless output and states agree with the reference. */
export const checkStep = async (one: StepCase, tuning: StepOperatorTuning, execute: Execution): Promise<void> => {
  const { linear, hasBeta, indexed } = one;
  const { keyDim, valueDim, groups, groupHeads, dtype } = linear;
  const [batch, heads] = [linear.lengths.length, groups * groupHeads];
  const random = new Random(linear.seed + 1);
  const made = makeInputs(linear);
  const inputs = { ...made, beta: hasBeta ? setAll(allocate("f32", [batch, 1, heads]), () => random.uniform()) : null };
  // The pool has rows of no sequence, and sequences stand in it backwards.
  const rows = indexed ? 2 * batch + 1 : batch;
  const rowOf = (sequence: number): number => (indexed ? 2 * (batch - sequence) - 1 : sequence);
  const pool = (from: HostTensor, shape: readonly number[]): HostTensor => {
    const tensor = setAll(allocate("f32", [rows, ...shape]), () => 7);
    const size = shape.reduce((a, b) => a * b, 1);
    const values = from.toNumbers();
    for (let n = 0; n < batch; n++) tensor.data.set(values.subarray(n * size, (n + 1) * size), rowOf(n) * size);
    return tensor;
  };
  const states = pool(inputs.initialState!, [heads, keyDim, valueDim]);
  const keySums = inputs.initialKeySum && pool(inputs.initialKeySum, [heads, keyDim]);
  const stateIndices = indexed
    ? HostTensor.fromNumbers(
        "i32",
        [batch],
        Array.from({ length: batch }, (_, n) => rowOf(n)),
      )
    : null;
  const output = await runStep(one, inputs, 0, { states, keySums, stateIndices }, tuning, execute);
  const reference = linearAttentionReference(inputs, linear.options);
  const working = linearAttentionWorkingPrecision(inputs, linear.options);
  const alternatives = (name: "output" | "finalState" | "finalKeySum") => (): Float64Array[] =>
    otherOrders.map((order) => linearAttentionWorkingPrecision(inputs, linear.options, order)[name]);
  const inOrder = (from: HostTensor): Float64Array => {
    const size = from.shape.slice(1).reduce((a, b) => a * b, 1);
    const all = from.toNumbers();
    for (let row = 0; row < rows; row++)
      if (
        !Array.from({ length: batch }, (_, n) => rowOf(n)).includes(row) &&
        all.subarray(row * size, (row + 1) * size).some((x) => x !== 7)
      )
        throw new Error(`state ${row} belongs to no sequence, and was written`);
    return Float64Array.from(Array.from({ length: batch }, (_, n) => [...all.subarray(rowOf(n) * size, (rowOf(n) + 1) * size)]).flat());
  };
  expectAgrees("output", {
    actual: output.toNumbers(),
    reference: reference.output,
    working: working.output,
    alternatives: alternatives("output"),
    dtype,
    factor: 2,
  });
  // Without rounded operands: f32 throughout.
  const compare = (name: "finalState" | "finalKeySum", actual: Float64Array): void =>
    expectAgrees(name, {
      actual,
      reference: reference[name],
      working: working[name],
      alternatives: alternatives(name),
      dtype: "f32",
      factor: 8,
    });
  compare("finalState", inOrder(states));
  if (keySums) compare("finalKeySum", inOrder(keySums));
};

export const stepCase = (
  dims: readonly (readonly [number, number])[],
  limit: number,
  problem?: Partial<LinearAttentionStepProblem>,
): fc.Arbitrary<StepCase> => {
  const { hasBeta, indexed, ...rest } = problem ?? {};
  return fc
    .record({
      linear: linearCase({ chunk: 16, limit: 64 * limit, dims }, { ...rest, packed: false, hasInitialState: true }),
      batch: fc.integer({ min: 1, max: 3 }),
      hasBeta: hasBeta === undefined ? fc.boolean() : fc.constant(hasBeta),
      indexed: indexed === undefined ? fc.boolean() : fc.constant(indexed),
    })
    .map(({ linear, batch, ...flags }) => ({
      ...flags,
      hasBeta: flags.hasBeta && !linear.options.normalise,
      linear: { ...linear, lengths: Array.from({ length: batch }, () => 1), layouts: { ...linear.layouts, v: rowMajor(4) } },
    }));
};
export const stepSpec: Spec<StepCase> = {
  name: "linearAttentionStep",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ blockV: 16, warps: 1 }, { ...stepTuning(128, 128) }, { ...stepTuning(256, 512) }],
  cases: ({ tuning, problem, work }) =>
    stepCase(
      [48, 128, 256].map((keyDim) => [keyDim, 2 * Number(tuning["blockV"])] as const),
      work,
      problem as Partial<LinearAttentionStepProblem> | undefined,
    ),
  check: (one, tuning, execute) => checkStep(one, tuning as unknown as StepOperatorTuning, execute),
};
