// The contract of the causal convolution, for every execution: random cases, and what their outputs must be. The budget: errors against the
// float64 reference at most `factor` times those of the same operator in the working precision; states are exact.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { otherRoundings } from "../../proptests/lib/rounding.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { otherOrders } from "../../proptests/lib/summation.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import { type ConvOperatorTuning, causalConv1d, causalConv1dUpdate, type ConvUpdateTuning, convTuning } from "./operator.ts";
import { type ConvInputs, convReference, convWorkingPrecision } from "./reference.ts";

interface ProblemChoice {
  readonly dtype: FloatType;
  readonly width: number;
  readonly hasBias: boolean;
  readonly hasSilu: boolean;
}
export interface ConvCase extends ProblemChoice {
  readonly seed: number;
  readonly hasInitialState: boolean;
  readonly packed: boolean;
  /** Tokens of each batch (all alike), or of each packed sequence. */
  readonly lengths: readonly number[];
  readonly channels: number;
  readonly layout: Layout;
}
const choiceArbitrary: fc.Arbitrary<ProblemChoice> = fc.record({
  dtype: fc.constantFrom<FloatType>("bf16", "bf16", "f16", "f32"),
  width: fc.constantFrom(4, 4, 3, 2),
  hasBias: fc.boolean(),
  hasSilu: fc.boolean(),
});
const channelsArbitrary = fc.constantFrom(1, 7, 8, 40, 72);
const withDefaults = (given: Constants) => ({ hasBias: false, hasSilu: false, ...given }) as Partial<ConvCase> & ProblemChoice;

/** `blockT`: tokens of a tile, around which lengths are chosen; `limit`: most products of a case. */
export const convCase = (blockT: number, limit: number, problem?: Partial<ConvCase> & ProblemChoice): fc.Arbitrary<ConvCase> => {
  const length = fc.oneof(
    fc.constantFrom(1, 2, 3),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 1, 2, -1, 5)).map(([n, more]) => n * blockT + more),
  );
  return fc
    .record({
      choice: problem ? fc.constant(problem) : choiceArbitrary,
      packed: problem ? fc.constant(problem.packed ?? false) : fc.boolean(),
      hasInitialState: problem ? fc.constant(problem.hasInitialState ?? false) : fc.boolean(),
    })
    .chain(({ choice: { dtype, width, hasBias, hasSilu }, packed, hasInitialState }) =>
      fc.record({
        ...{ dtype: fc.constant(dtype), width: fc.constant(width), hasBias: fc.constant(hasBias), hasSilu: fc.constant(hasSilu) },
        packed: fc.constant(packed),
        hasInitialState: fc.constant(hasInitialState),
        seed: fc.integer(),
        lengths: packed
          ? fc.array(fc.oneof({ weight: 3, arbitrary: length }, { weight: 1, arbitrary: fc.constant(0) }), { minLength: 1, maxLength: 4 })
          : fc.tuple(length, fc.integer({ min: 1, max: 2 })).map(([n, batch]) => Array.from({ length: batch }, () => n)),
        channels: channelsArbitrary,
        layout: fc.oneof(fc.constant(rowMajor(3)), layoutArbitrary(3), fc.constant({ order: [0, 2, 1], padding: 0, margin: 0 })),
      }),
    )
    .filter(({ lengths, channels, width }) => lengths.reduce((a, b) => a + b, 0) * channels * width <= limit);
};

export const makeInputs = ({ seed, dtype, width, hasBias, hasInitialState, packed, lengths, channels, layout }: ConvCase): ConvInputs => {
  const random = new Random(seed);
  let sum = 0;
  const bounds = [0, ...lengths.map((n) => (sum += n))];
  const shape = packed ? [1, sum, channels] : [lengths.length, lengths[0]!, channels];
  return {
    x: randomTensor(random, dtype, shape, { layout }),
    weight: randomTensor(random, "f32", [channels, width]),
    bias: hasBias ? randomTensor(random, "f32", [channels]) : null,
    initialState: hasInitialState ? randomTensor(random, dtype, [lengths.length, width - 1, channels]) : null,
    cuSeqlens: packed ? HostTensor.fromNumbers("i32", [bounds.length], bounds) : null,
  };
};

const expectConv = (
  inputs: ConvInputs,
  { hasSilu, dtype }: ProblemChoice,
  actual: { readonly y: HostTensor; readonly lastState: HostTensor },
): void => {
  const options = { silu: hasSilu };
  const reference = convReference(inputs, options);
  expectAgrees("y", {
    actual: actual.y.toNumbers(),
    reference: reference.y,
    working: convWorkingPrecision(inputs, options).y,
    alternatives: () =>
      [...otherOrders.map((order) => ({ order })), ...otherRoundings.map((rounding) => ({ rounding }))].map(
        (how) => convWorkingPrecision(inputs, options, how).y,
      ),
    dtype,
    factor: dtype === "f32" ? 8 : 2,
  });
  const moved = actual.lastState.toNumbers();
  const place = reference.lastState.findIndex((value, n) => !Object.is(moved[n], value));
  if (place >= 0) throw new Error(`lastState: element ${place} is ${moved[place]}, not ${reference.lastState[place]}`);
};

export const checkConv = async (one: ConvCase, tuning: ConvOperatorTuning, execute: Execution): Promise<void> => {
  const inputs = makeInputs(one);
  const { dtype, width, hasBias, hasSilu, hasInitialState, packed } = one;
  const plan = causalConv1d({ dtype, width, hasBias, hasSilu, hasInitialState, packed }, tuning);
  const tensors = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null));
  const scalars: Record<string, number> = packed ? { maxTokens: Math.max(...one.lengths) } : {};
  const { outputs } = await runPlan(plan, { tensors, scalars }, execute, 1);
  expectConv(inputs, one, { y: outputs["y"]!, lastState: outputs["lastState"]! });
};

export interface ConvUpdateCase extends ProblemChoice {
  readonly seed: number;
  readonly channels: number;
  /** Slot of each row, -1 for none; null: row n's own slot n. */
  readonly slots: readonly number[] | null;
  readonly rows: number;
}
const poolSize = 7;
export const convUpdateCase = (problem?: ProblemChoice & { readonly hasSlots?: boolean }): fc.Arbitrary<ConvUpdateCase> =>
  fc
    .record({
      choice: problem ? fc.constant(problem) : choiceArbitrary,
      seed: fc.integer(),
      channels: channelsArbitrary,
      hasSlots: problem ? fc.constant(problem.hasSlots ?? false) : fc.boolean(),
      chosen: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      padding: fc.nat(2),
    })
    .map(({ choice: { dtype, width, hasBias, hasSilu }, seed, channels, hasSlots, chosen, padding }) => {
      const slots = hasSlots ? [...chosen, ...Array.from({ length: padding }, () => -1)] : null;
      return { dtype, width, hasBias, hasSilu, seed, channels, slots, rows: slots?.length ?? chosen.length };
    });

/** A step must be what the convolution of one token makes of the slot's state, and must leave all other slots alone. */
export const checkConvUpdate = async (one: ConvUpdateCase, tuning: ConvUpdateTuning, execute: Execution): Promise<void> => {
  const { dtype, width, hasBias, hasSilu, slots, rows, channels } = one;
  const random = new Random(one.seed);
  const x = randomTensor(random, dtype, [rows, channels]);
  const weight = randomTensor(random, "f32", [channels, width]);
  const bias = hasBias ? randomTensor(random, "f32", [channels]) : null;
  const state = randomTensor(random, dtype, [slots ? poolSize : rows, width - 1, channels]);
  const before = new HostTensor(dtype, state.shape, state.data.slice(), state.strides, state.offset);
  const plan = causalConv1dUpdate({ dtype, width, hasBias, hasSilu, hasSlots: slots !== null }, tuning);
  const tensors = {
    ...{ x, weight, state },
    ...(bias && { bias }),
    ...(slots && { slots: HostTensor.fromNumbers("i32", [rows], slots) }),
  };
  const { outputs } = await runPlan(plan, { tensors, scalars: {} }, execute, 1);
  const y = outputs["y"]!;
  const stateSize = (width - 1) * channels;
  const used = new Set<number>();
  for (let row = 0; row < rows; row += 1) {
    const slot = slots ? slots[row]! : row;
    const own = new HostTensor(dtype, [1, 1, channels], y.data, [channels, channels, 1], y.offset + row * channels);
    if (slot < 0) {
      if (own.toNumbers().some((value) => value !== 0)) throw new Error(`row ${row} has no slot, and its y is not 0`);
      continue;
    }
    used.add(slot);
    const ofSlot = (tensor: HostTensor): HostTensor =>
      new HostTensor(dtype, [1, width - 1, channels], tensor.data, [stateSize, channels, 1], tensor.offset + slot * stateSize);
    const token = new HostTensor(dtype, [1, 1, channels], x.data, [channels, channels, 1], x.offset + row * channels);
    const inputs = { x: token, weight, bias, initialState: ofSlot(before), cuSeqlens: null };
    expectConv(inputs, one, { y: own, lastState: ofSlot(state) });
  }
  const [old, now] = [before.toNumbers(), state.toNumbers()];
  const touched = now.findIndex((value, n) => !used.has(Math.floor(n / stateSize)) && !Object.is(value, old[n]));
  if (touched >= 0) throw new Error(`slot ${Math.floor(touched / stateSize)} belongs to no row of the call, and changed`);
};

export const smallConvTuning: ConvOperatorTuning = { blockT: 8, blockC: 16, warps: 2 };
export const convSpec: Spec<ConvCase> = {
  name: "causalConv1d",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ ...smallConvTuning }, { ...convTuning }],
  cases: ({ tuning, problem, work }) => convCase(Number(tuning["blockT"]), work / 10, problem && withDefaults(problem)),
  check: (one, tuning, execute) => checkConv(one, tuning as unknown as ConvOperatorTuning, execute),
};
export const convUpdateSpec: Spec<ConvUpdateCase> = {
  name: "causalConv1dUpdate",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [
    { blockC: 16, warps: 1 },
    { blockC: 256, warps: 1 },
  ],
  cases: ({ problem }) => convUpdateCase(problem && withDefaults(problem)),
  check: (one, tuning, execute) => checkConvUpdate(one, tuning as unknown as ConvUpdateTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [convSpec, convUpdateSpec];
