// Random cases of the selective scan for every execution: lengths of 1 and lengths around tiles and chunks, groups, every number of states,
// all optional arguments, packed sequences with empty ones, all memory layouts, time steps from 1e-3 to 10; small enough for a simulator.
import fc from "fast-check";
import { Random } from "../../proptests/lib/random.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor, rowMajor, setAll } from "../../proptests/lib/tensors.ts";
import type { ScanInputs, ScanOptions } from "./reference.ts";

export interface ScanProblemChoice {
  readonly dtype: FloatType;
  readonly states: number;
  readonly groupChannels: number;
  readonly hasD: boolean;
  readonly hasGate: boolean;
  readonly hasBias: boolean;
  readonly hasSoftplus: boolean;
  readonly hasInitialState: boolean;
  readonly channelsFirst: boolean;
  readonly reverse: boolean;
  readonly packed: boolean;
}
export interface ScanCase extends ScanProblemChoice {
  readonly seed: number;
  /** Tokens of each batch (all alike), or of each packed sequence. */
  readonly lengths: readonly number[];
  readonly channels: number;
  readonly groups: number;
  /** Middle of the time steps on a logarithmic scale. */
  readonly step: number;
  /** Of the device that the plan is made for: how far sequences are cut. */
  readonly multiprocessors: number;
  readonly layouts: { readonly u: Layout; readonly delta: Layout; readonly z: Layout; readonly B: Layout; readonly C: Layout };
}

/** Updates of single states. */
const workOf = ({ lengths, channels, states }: ScanCase): number => lengths.reduce((a, b) => a + b, 0) * channels * states;

const problemArbitrary: fc.Arbitrary<ScanProblemChoice> = fc.record({
  dtype: fc.constantFrom<FloatType>("bf16", "bf16", "f16", "f32"),
  states: fc.oneof(
    { weight: 4, arbitrary: fc.constant(16) },
    { weight: 3, arbitrary: fc.constantFrom(1, 2, 4, 8, 32, 64, 128, 256) },
    { weight: 1, arbitrary: fc.constantFrom(3, 5, 12, 24, 80, 200) },
  ),
  groupChannels: fc.constantFrom(0, 0, 0, 8, 24, 5),
  hasD: fc.boolean(),
  hasGate: fc.boolean(),
  hasBias: fc.boolean(),
  hasSoftplus: fc.constantFrom(true, true, false),
  hasInitialState: fc.boolean(),
  channelsFirst: fc.constantFrom(false, false, true),
  reverse: fc.constantFrom(false, false, true),
  packed: fc.constantFrom(false, false, true),
});

/** `blockT`: tokens of a tile, around which lengths are chosen; `limit`: most updates of single states. */
export const scanCase = (blockT: number, limit: number, problem?: ScanProblemChoice): fc.Arbitrary<ScanCase> => {
  const length = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(1, 2, blockT - 1) },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 0, 1, -1, 5)).map(([n, more]) => n * blockT + more),
    },
  );
  const lengths = (packed: boolean): fc.Arbitrary<readonly number[]> =>
    packed
      ? fc.array(fc.oneof({ weight: 3, arbitrary: length }, { weight: 1, arbitrary: fc.constant(0) }), { minLength: 1, maxLength: 5 })
      : fc.tuple(length, fc.integer({ min: 1, max: 2 })).map(([n, batch]) => Array.from({ length: batch }, () => n));
  const layout = (rank: number): fc.Arbitrary<Layout> => fc.oneof(fc.constant(rowMajor(rank)), layoutArbitrary(rank), turned(rank));
  return (problem ? fc.constant(problem) : problemArbitrary)
    .chain((choice) =>
      fc.record({
        choice: fc.constant(choice),
        seed: fc.integer(),
        lengths: lengths(choice.packed),
        groups: choice.groupChannels === 0 ? fc.constant(1) : fc.integer({ min: 1, max: 3 }),
        channels: choice.groupChannels === 0 ? fc.constantFrom(1, 7, 8, 24, 40, 72) : fc.constant(0),
        step: fc.constantFrom(0.05, 0.3, 2),
        multiprocessors: fc.constantFrom(1, 4, 40, 132),
        layouts: fc.record({ u: layout(3), delta: layout(3), z: layout(3), B: layout(4), C: layout(4) }),
      }),
    )
    .map(({ choice, channels, groups, ...rest }) => ({
      ...choice,
      ...rest,
      groups,
      channels: choice.groupChannels === 0 ? channels : choice.groupChannels * groups,
    }))
    .filter((one) => workOf(one) <= limit && one.lengths.some((n) => n > 0));
};
/** The last two axes swapped in memory, as [batch, channel, token] tensors are. */
const turned = (rank: number): fc.Arbitrary<Layout> =>
  fc.constant({ order: Array.from({ length: rank }, (_, n) => (n < rank - 2 ? n : 2 * rank - 3 - n)), padding: 0, margin: 0 });

export const optionsOf = ({ hasSoftplus, reverse }: ScanCase): ScanOptions => ({ softplus: hasSoftplus, reverse });

/** Time steps of softplus(delta) or delta itself lie around `step`, a few times smaller or larger; A reaches from -1 to -states, as S4D-real begins. */
export const makeInputs = (one: ScanCase): ScanInputs => {
  const { seed, dtype, lengths, channels, groups, states, packed, step, layouts, hasSoftplus } = one;
  const random = new Random(seed);
  const tokens = packed ? lengths.reduce((a, b) => a + b, 0) : lengths[0]!;
  const batch = packed ? 1 : lengths.length;
  const shape = [batch, tokens, channels];
  const raw = (): number => {
    const value = step * Math.exp(random.normal());
    return hasSoftplus ? Math.log(Math.expm1(value)) : value;
  };
  // Negative steps would let states grow without bound.
  const bias = (): number => 0.1 * step * (hasSoftplus ? random.normal() : Math.abs(random.normal()));
  let sum = 0;
  const bounds = [0, ...lengths.map((n) => (sum += n))];
  return {
    u: randomTensor(random, dtype, shape, { layout: layouts.u }),
    delta: setAll(randomTensor(random, dtype, shape, { layout: layouts.delta }), raw),
    A: setAll(randomTensor(random, "f32", [channels, states]), () => -Math.exp(random.uniform() * Math.log(Math.max(states, 2)))),
    B: randomTensor(random, dtype, [batch, tokens, groups, states], { layout: layouts.B }),
    C: randomTensor(random, dtype, [batch, tokens, groups, states], { layout: layouts.C }),
    D: one.hasD ? randomTensor(random, "f32", [channels]) : null,
    z: one.hasGate ? randomTensor(random, dtype, shape, { scale: 3, layout: layouts.z }) : null,
    deltaBias: one.hasBias ? setAll(randomTensor(random, "f32", [channels]), bias) : null,
    initialState: one.hasInitialState ? randomTensor(random, "f32", [lengths.length, channels, states]) : null,
    cuSeqlens: packed ? HostTensor.fromNumbers("i32", [bounds.length], bounds) : null,
  };
};
