// Random cases of linear attention for every execution: every decay from none to -50 a token, lengths that divide nothing, grouped keys, packed
// sequences with empty ones, states in, all memory layouts; long enough for several chunks and segments, small enough for a simulator.
import fc from "fast-check";
import { Random } from "../../proptests/lib/random.ts";
import {
  allocate,
  type FloatType,
  HostTensor,
  type Layout,
  layoutArbitrary,
  randomTensor,
  rowMajor,
  setAll,
} from "../../proptests/lib/tensors.ts";
import type { LinearAttentionProblem } from "./operator.ts";
import type { Decay, LinearAttentionInputs, LinearAttentionOptions } from "./reference.ts";

export interface LinearCase {
  readonly seed: number;
  readonly dtype: FloatType;
  readonly gateDtype: FloatType;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly options: LinearAttentionOptions;
  readonly hasSkip: boolean;
  readonly hasInitialState: boolean;
  readonly packed: boolean;
  /** Tokens of each batch (all alike), or of each packed sequence. */
  readonly lengths: readonly number[];
  readonly groups: number;
  /** Heads for each group. */
  readonly groupHeads: number;
  /** Log decays are uniform from -strength to 0, for some channels. Infinity: from -2 to 0, and some are -Infinity. */
  readonly strength: number;
  /** Of the device that the plan is made for: how many segments a sequence has. */
  readonly multiprocessors: number;
  readonly layouts: { readonly q: Layout; readonly k: Layout; readonly v: Layout };
}
export const decays: readonly Decay[] = ["none", "head", "token", "channel", "step"];

export const problemOf = (one: LinearCase): LinearAttentionProblem => ({
  dtype: one.dtype,
  keyDim: one.keyDim,
  valueDim: one.valueDim,
  decay: one.options.decay,
  gateDtype: one.gateDtype,
  normalise: one.options.normalise,
  hasSkip: one.hasSkip,
  hasInitialState: one.hasInitialState,
  packed: one.packed,
});

/** Multiplications of the recurrence. */
export const workOf = ({ lengths, groups, groupHeads, keyDim, valueDim }: LinearCase): number =>
  lengths.reduce((sum, length) => sum + length, 0) * groups * groupHeads * keyDim * valueDim;

/** A length of about `most` chunks: often not a multiple, sometimes exactly one. */
const lengthAround = (chunk: number, most: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.constantFrom(0, 0, -1, 1, 3, -Math.floor(chunk / 2) - 1))
    .map(([count, more]) => Math.max(1, count * chunk + more));

export interface LinearChoice {
  readonly chunk: number;
  /** Most multiplications of a case. */
  readonly limit: number;
  readonly dims: readonly (readonly [number, number])[];
  readonly decays?: readonly Decay[];
  readonly dtypes?: readonly FloatType[];
}
export const linearCase = (
  { chunk, limit, dims, decays: allowed = decays, dtypes = ["bf16", "bf16", "f16", "f32"] }: LinearChoice,
  problem?: Partial<LinearAttentionProblem>,
): fc.Arbitrary<LinearCase> => {
  const layout = fc.oneof(fc.constant(rowMajor(4)), layoutArbitrary(4));
  const lengths = (packed: boolean): fc.Arbitrary<readonly number[]> =>
    packed
      ? fc.array(fc.oneof({ weight: 3, arbitrary: lengthAround(chunk, 4) }, { weight: 1, arbitrary: fc.constantFrom(0, 0, 1) }), {
          minLength: 1,
          maxLength: 4,
        })
      : fc
          .tuple(
            fc.oneof({ weight: 5, arbitrary: lengthAround(chunk, 6) }, { weight: 1, arbitrary: fc.constant(1) }),
            fc.integer({ min: 1, max: 2 }),
          )
          .map(([length, batch]) => Array.from({ length: batch }, () => length));
  const chosen = <T>(value: T | undefined, otherwise: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    value === undefined ? otherwise : fc.constant(value);
  return fc
    .record({
      dims:
        problem?.keyDim === undefined
          ? fc.constantFrom(...dims)
          : fc.constant([problem.keyDim, problem.valueDim ?? problem.keyDim] as const),
      decay: chosen(problem?.decay, fc.constantFrom(...allowed)),
      packed: chosen(problem?.packed, fc.constantFrom(false, false, true)),
    })
    .chain(({ dims: [keyDim, valueDim], decay, packed }) =>
      fc.record({
        ...{ keyDim: fc.constant(keyDim), valueDim: fc.constant(valueDim), packed: fc.constant(packed) },
        seed: fc.integer(),
        dtype: chosen(problem?.dtype, fc.constantFrom(...dtypes)),
        gateDtype: chosen<FloatType>(problem?.gateDtype, fc.constantFrom<FloatType>("f32", "bf16", "f16")),
        lengths: lengths(packed),
        groups: fc.integer({ min: 1, max: 2 }),
        groupHeads: fc.constantFrom(1, 1, 2, 3),
        options: fc.record({
          decay: fc.constant(decay),
          scale: fc.constantFrom(keyDim ** -0.5, 1),
          normalise: chosen(
            problem?.normalise,
            decay === "channel" || decay === "step" ? fc.constant(false) : fc.constantFrom(false, false, true),
          ),
        }),
        hasSkip: chosen(problem?.hasSkip, fc.constantFrom(false, false, true)),
        hasInitialState: chosen(problem?.hasInitialState, fc.boolean()),
        strength: fc.constantFrom(0.02, 0.2, 2, 10, 50, Infinity),
        multiprocessors: fc.constantFrom(1, 8, 64),
        layouts: fc.record({ q: layout, k: layout, v: layout }),
      }),
    )
    .filter((one) => workOf(one) <= limit);
};

export const offsetsOf = (lengths: readonly number[]): HostTensor => {
  let sum = 0;
  return HostTensor.fromNumbers("i32", [lengths.length + 1], [0, ...lengths.map((length) => (sum += length))]);
};

/** The tensors of a case. Normalised ones have keys and queries above 0, as a feature map would give. */
export const makeInputs = (one: LinearCase): LinearAttentionInputs => {
  const { dtype, keyDim, valueDim, lengths, groups, groupHeads, packed, strength, layouts } = one;
  const { decay, normalise } = one.options;
  const random = new Random(one.seed);
  const heads = groups * groupHeads;
  const [batch, tokens] = packed ? [1, lengths.reduce((a, b) => a + b, 0)] : [lengths.length, lengths[0]!];
  const sequences = lengths.length;
  const rows = (layout: Layout): HostTensor =>
    setAll(allocate(dtype, [batch, tokens, groups, keyDim], layout), () => (normalise ? 0.1 + random.uniform() : random.normal()));
  // A quarter keeps all, and some forget all that came before: what a single distribution would never show beside another.
  const logDecay = (): number => {
    if (strength === Infinity) return random.uniform() < 0.3 ? -Infinity : -2 * random.uniform();
    return random.uniform() < 0.25 ? 0 : -strength * random.uniform();
  };
  const shape: Partial<Record<Decay, readonly number[]>> = {
    head: [heads],
    step: [heads],
    token: [batch, tokens, heads],
    channel: [batch, tokens, heads, keyDim],
  };
  return {
    q: rows(layouts.q),
    k: rows(layouts.k),
    v: randomTensor(random, dtype, [batch, tokens, heads, valueDim], { layout: layouts.v }),
    logDecay: shape[decay] ? setAll(allocate(decay === "channel" ? one.gateDtype : "f32", shape[decay]), logDecay) : null,
    step: decay === "step" ? setAll(allocate("f32", [batch, tokens, heads]), () => 0.05 + random.uniform()) : null,
    beta: null,
    skip: one.hasSkip ? randomTensor(random, "f32", [heads]) : null,
    initialState: one.hasInitialState ? randomTensor(random, "f32", [sequences, heads, keyDim, valueDim]) : null,
    initialKeySum:
      one.hasInitialState && normalise ? setAll(allocate("f32", [sequences, heads, keyDim]), () => 1 + random.uniform()) : null,
    cuSeqlens: packed ? offsetsOf(lengths) : null,
  };
};
