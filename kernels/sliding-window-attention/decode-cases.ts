// Random cases of decode for every execution: caches that are filling, full and wrapped around, windows around tile edges, several steps,
// groups of up to 20 heads, parts of any number. Slots that no token has reached hold NaN, which must not show.
import fc from "fast-check";
import { Random } from "../../proptests/lib/random.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import type { DecodeInputs, DecodeOptions } from "./reference.ts";

export interface DecodeCase {
  readonly seed: number;
  readonly dtype: FloatType;
  readonly capacity: number;
  /** Of each batch: tokens so far, the new ones included. */
  readonly lengths: readonly number[];
  readonly steps: number;
  readonly kvHeads: number;
  readonly group: number;
  readonly headDim: number;
  readonly valueDim: number;
  readonly options: DecodeOptions;
  readonly hasSinks: boolean;
  readonly spread: number;
  /** Of the device that the plan is made for: how far the cache is split. */
  readonly multiprocessors: number;
  readonly layouts: { readonly q: Layout; readonly k: Layout; readonly v: Layout };
}
/** What a case may be restricted to. */
export interface DecodeProblemChoice {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly valueDim: number;
  readonly hasSoftcap: boolean;
  readonly hasSinks: boolean;
}

/** Multiplications where every slot is visible. */
const workOf = ({ lengths, steps, capacity, kvHeads, group, headDim, valueDim }: DecodeCase): number =>
  lengths.length * steps * capacity * kvHeads * group * (headDim + valueDim);

const problemArbitrary: fc.Arbitrary<DecodeProblemChoice> = fc
  .record({
    dtype: fc.constantFrom<FloatType>("bf16", "f16", "f32"),
    headDim: fc.constantFrom(32, 64, 96, 128, 192, 256, 20, 37),
    otherDim: fc.constantFrom(null, null, 64, 96, 128),
    hasSoftcap: fc.boolean(),
    hasSinks: fc.boolean(),
  })
  .map(({ otherDim, ...rest }) => ({ ...rest, valueDim: otherDim ?? rest.headDim }));

/** `block`: keys of a tile, around which sizes are chosen; `limit`: most multiplications of a case. */
export const decodeCase = (block: number, limit: number, problem?: DecodeProblemChoice): fc.Arbitrary<DecodeCase> => {
  const layout = fc.oneof(fc.constant(rowMajor(4)), layoutArbitrary(4));
  const capacities = fc
    .tuple(fc.integer({ min: 1, max: 10 }), fc.constantFrom(0, 0, 1, -1, 7))
    .map(([tiles, more]) => tiles * block + more);
  return (
    fc
      .record({
        constants: problem ? fc.constant(problem) : problemArbitrary,
        capacity: fc.oneof({ weight: 1, arbitrary: fc.integer({ min: 4, max: block }) }, { weight: 6, arbitrary: capacities }),
        batch: fc.integer({ min: 1, max: 3 }),
        steps: fc.constantFrom(1, 1, 1, 2, 4),
        bounded: fc.constantFrom(true, true, false),
      })
      .chain(({ constants: { hasSoftcap, hasSinks, ...constants }, capacity, batch, steps, bounded }) => {
        const most = capacity - steps + 1;
        const window = bounded
          ? fc.oneof(fc.integer({ min: 1, max: most }), fc.constantFrom(most, Math.min(most, block), 1))
          : fc.constant(-1);
        const filling = fc.oneof(fc.integer({ min: 0, max: capacity }), fc.constant(capacity));
        const length = bounded
          ? fc.oneof({ weight: 1, arbitrary: filling }, { weight: 2, arbitrary: fc.integer({ min: capacity, max: 4 * capacity }) })
          : filling;
        return fc.record({
          ...{ dtype: fc.constant(constants.dtype), headDim: fc.constant(constants.headDim), valueDim: fc.constant(constants.valueDim) },
          seed: fc.integer(),
          capacity: fc.constant(capacity),
          lengths: fc.array(length, { minLength: batch, maxLength: batch }),
          steps: fc.constant(steps),
          kvHeads: fc.integer({ min: 1, max: 2 }),
          group: fc.constantFrom(1, 2, 3, 8, 16, 17, 20),
          options: fc.record({
            window,
            scale: fc.constantFrom(constants.headDim ** -0.5, 0.07),
            softcap: hasSoftcap ? fc.constantFrom(20, 1.5) : fc.constant(null),
          }),
          hasSinks: fc.constant(hasSinks),
          spread: fc.constantFrom(1, 1, 0.2, 4),
          multiprocessors: fc.constantFrom(1, 8, 40, 132),
          layouts: fc.record({ q: layout, k: layout, v: layout }),
        });
      })
      // Two stages of keys and values of f32 must fit into shared memory beside the queries.
      .filter(({ dtype, headDim, valueDim }) => dtype !== "f32" || 4 * (2 * block * (headDim + valueDim) + 16 * headDim) <= 160 * 1024)
      .filter((decode) => workOf(decode) <= limit)
  );
};

export const makeDecodeInputs = ({
  seed,
  dtype,
  capacity,
  lengths,
  steps,
  kvHeads,
  group,
  headDim,
  valueDim,
  hasSinks,
  spread,
  layouts,
}: DecodeCase): DecodeInputs => {
  const random = new Random(seed);
  const batch = lengths.length;
  const cache = (dim: number, scale: number, layout: Layout): HostTensor => {
    const tensor = randomTensor(random, dtype, [batch, capacity, kvHeads, dim], { scale, layout });
    for (const [b, length] of lengths.entries())
      for (let slot = length; slot < capacity; slot++)
        for (let h = 0; h < kvHeads; h++) for (let d = 0; d < dim; d++) tensor.set([b, slot, h, d], Number.NaN);
    return tensor;
  };
  return {
    q: randomTensor(random, dtype, [batch, steps, kvHeads * group, headDim], { scale: spread, layout: layouts.q }),
    k: cache(headDim, spread, layouts.k),
    v: cache(valueDim, 1, layouts.v),
    lengths: HostTensor.fromNumbers("i32", [batch], lengths),
    sinks: hasSinks ? randomTensor(random, "f32", [kvHeads * group], { scale: 2 }) : null,
  };
};
