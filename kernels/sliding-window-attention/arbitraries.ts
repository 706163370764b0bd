// Random cases of sliding-window attention for every execution: lengths that divide nothing and lengths of 1, windows around tile edges, grouped
// heads, packed sequences with empty ones, all memory layouts; large enough to cross several tiles, small enough for a simulator.
import fc from "fast-check";
import { Random } from "../../proptests/lib/random.ts";
import {
  allocate,
  type FloatType,
  type HostTensor,
  type Layout,
  layoutArbitrary,
  randomTensor,
  rowMajor,
  setAll,
} from "../../proptests/lib/tensors.ts";
import type { AttentionInputs, AttentionOptions } from "./reference.ts";

export interface Lengths {
  readonly queries: number;
  readonly keys: number;
}

export interface AttentionCase {
  readonly seed: number;
  readonly dtype: FloatType;
  /** Tile edge that the sizes are chosen around: blockM = blockN. */
  readonly block: number;
  /** Of each batch (all alike), or of each packed sequence. */
  readonly packed: boolean;
  readonly sequences: readonly Lengths[];
  readonly kvHeads: number;
  /** Query heads for each key head. */
  readonly group: number;
  readonly headDim: number;
  readonly valueDim: number;
  readonly options: AttentionOptions;
  readonly hasSinks: boolean;
  /** Deviation of queries and keys: large ones make a row attend to one key. */
  readonly spread: number;
  readonly layouts: { readonly q: Layout; readonly k: Layout; readonly v: Layout; readonly output: Layout };
}

/** What cases may be restricted to. */
export interface AttentionProblemChoice {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly valueDim: number;
  readonly hasSoftcap: boolean;
  readonly hasSinks: boolean;
  readonly packed: boolean;
  readonly bottomRight: boolean;
}

/** Multiplications of both products, where all keys are visible: an upper bound of what simulating the case costs. */
export const workOf = ({ sequences, kvHeads, group, headDim, valueDim }: AttentionCase): number =>
  sequences.reduce((sum, { queries, keys }) => sum + queries * keys, 0) * kvHeads * group * (headDim + valueDim);

/** A length of about `tiles` tiles: often not a multiple, sometimes exactly one. */
const lengthAround = (block: number, tiles: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(tiles, fc.constantFrom(0, 0, -1, 1, 3, -Math.floor(block / 2) - 1)).map(([count, more]) => Math.max(1, count * block + more));

const sequencesArbitrary = (block: number, packed: boolean): fc.Arbitrary<readonly Lengths[]> => {
  const queries = fc.oneof(
    { weight: 1, arbitrary: fc.constant(1) },
    { weight: 5, arbitrary: lengthAround(block, fc.integer({ min: 1, max: block < 64 ? 3 : 2 })) },
  );
  const keys = fc.oneof(
    { weight: 1, arbitrary: lengthAround(block, fc.integer({ min: 1, max: 2 })) },
    { weight: 8, arbitrary: lengthAround(block, fc.integer({ min: 3, max: 5 })) },
  );
  const one = fc.oneof(
    { weight: 1, arbitrary: keys.map((length) => ({ queries: length, keys: length })) },
    { weight: 3, arbitrary: fc.record({ queries, keys }) },
  );
  if (!packed) return fc.tuple(one, fc.integer({ min: 1, max: 2 })).map(([lengths, batch]) => Array.from({ length: batch }, () => lengths));
  const empty = fc.constantFrom<Lengths>({ queries: 0, keys: 0 }, { queries: 0, keys: 5 }, { queries: 3, keys: 0 });
  return fc
    .tuple(one, fc.array(fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: empty }), { minLength: 1, maxLength: 3 }))
    .chain(([first, others]) => fc.shuffledSubarray([first, ...others], { minLength: others.length + 1 }));
};

const windowArbitrary = (block: number): fc.Arbitrary<AttentionOptions["window"]> => {
  const reach = fc.oneof(
    fc.integer({ min: 0, max: 2 * block }),
    fc.integer({ min: 2 * block, max: 4 * block }),
    fc.constantFrom(block - 1, 2 * block, 3 * block - 1, 3 * block),
  );
  return fc.oneof(
    { weight: 3, arbitrary: reach.map((left) => ({ left, right: 0 })) },
    { weight: 2, arbitrary: fc.constantFrom({ left: -1, right: 0 }, { left: -1, right: -1 }) },
    { weight: 2, arbitrary: fc.record({ left: reach, right: reach }) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        reach.map((right) => ({ left: -1, right })),
        reach.map((left) => ({ left, right: -1 })),
      ),
    },
    { weight: 1, arbitrary: fc.constant({ left: 0, right: 0 }) },
  );
};

/** Cases for kernels with blockM = blockN = `block` (16, 32 or 64); of one problem, if it is given. */
export const attentionCase = (
  block: number,
  limit = 32e6,
  problem?: AttentionProblemChoice,
  dtypes: readonly FloatType[] = ["bf16", "f16"],
): fc.Arbitrary<AttentionCase> => {
  const chosen = <K extends keyof AttentionProblemChoice, T>(
    name: K,
    otherwise: fc.Arbitrary<T>,
  ): fc.Arbitrary<AttentionProblemChoice[K] | T> => (problem ? fc.constant(problem[name]) : otherwise);
  const layout = fc.oneof(fc.constant(rowMajor(4)), layoutArbitrary(4));
  return fc
    .record({
      packed: chosen("packed", fc.constantFrom(false, false, true)),
      headDim: chosen("headDim", fc.constantFrom(64, 64, 64, 96, 128, 192, 256, 20, 37)),
      otherDim: chosen("valueDim", fc.constantFrom(null, null, null, 64, 96, 128, 192, 256, 12)),
    })
    .chain(({ packed, headDim, otherDim }) =>
      sequencesArbitrary(block, packed).chain((sequences) => {
        const { queries, keys } = sequences.reduce((longest, lengths) => (lengths.keys > longest.keys ? lengths : longest));
        const offset = fc.oneof(
          { weight: 4, arbitrary: fc.constant(keys - queries) },
          { weight: problem ? 0 : 2, arbitrary: fc.constant("bottomRight" as const) },
          { weight: 1, arbitrary: fc.constant(0) },
          { weight: 1, arbitrary: fc.integer({ min: -block, max: keys }) },
        );
        return fc.record({
          seed: fc.integer(),
          dtype: chosen("dtype", fc.constantFrom(...dtypes)),
          block: fc.constant(block),
          packed: fc.constant(packed),
          sequences: fc.constant(sequences),
          kvHeads: fc.integer({ min: 1, max: 2 }),
          group: fc.constantFrom(1, 2, 3, 4),
          headDim: fc.constant(headDim),
          valueDim: fc.constant(otherDim ?? headDim),
          options: fc.record({
            window: windowArbitrary(block),
            queryOffset: problem?.bottomRight ? fc.constant("bottomRight" as const) : offset,
            scale: fc.constantFrom(headDim ** -0.5, headDim ** -0.5, 0.07),
            softcap: problem ? (problem.hasSoftcap ? fc.constantFrom(20, 1.5) : fc.constant(null)) : fc.constantFrom(null, null, 20, 1.5),
          }),
          hasSinks: chosen("hasSinks", fc.boolean()),
          spread: fc.constantFrom(1, 1, 0.2, 4),
          layouts: fc.record({ q: layout, k: layout, v: layout, output: layout }),
        });
      }),
    )
    .filter((attention) => workOf(attention) <= limit);
};

const offsetsOf = (lengths: readonly number[]): HostTensor => {
  let sum = 0;
  const starts = [0, ...lengths.map((length) => (sum += length))];
  return setAll(allocate("i32", [starts.length]), () => starts.shift()!);
};

/** The tensors of a case, and its outputs: poisoned, in the case's layout. */
export const makeInputs = (attention: AttentionCase): AttentionInputs & { readonly output: HostTensor; readonly logSumExp: HostTensor } => {
  const { seed, dtype, packed, sequences, kvHeads, group, headDim, valueDim, spread, layouts } = attention;
  const random = new Random(seed);
  const heads = kvHeads * group;
  const total = (lengths: readonly number[]): number => (packed ? lengths.reduce((sum, length) => sum + length, 0) : lengths[0]!);
  const [ofQueries, ofKeys] = [sequences.map(({ queries }) => queries), sequences.map(({ keys }) => keys)];
  const [batch, queries, keys] = [packed ? 1 : sequences.length, total(ofQueries), total(ofKeys)];
  return {
    q: randomTensor(random, dtype, [batch, queries, heads, headDim], { scale: spread, layout: layouts.q }),
    k: randomTensor(random, dtype, [batch, keys, kvHeads, headDim], { scale: spread, layout: layouts.k }),
    v: randomTensor(random, dtype, [batch, keys, kvHeads, valueDim], { layout: layouts.v }),
    sinks: attention.hasSinks ? randomTensor(random, "f32", [heads], { scale: 2 }) : null,
    cuSeqlensQ: packed ? offsetsOf(ofQueries) : null,
    cuSeqlensK: packed ? offsetsOf(ofKeys) : null,
    output: allocate(dtype, [batch, queries, heads, valueDim], layouts.output),
    logSumExp: allocate("f32", [batch, heads, queries]),
  };
};
