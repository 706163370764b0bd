// Random cases for the properties of attention: a case of the kernel, two tunings that fit its tiles, and two cuts.
import fc from "fast-check";
import { type AttentionCase, attentionCase } from "./arbitraries.ts";
import type { PropertyCase } from "./properties.ts";
import type { AttentionTuningChoice } from "./spec.ts";

const tuningArbitrary = (edges: readonly number[]): fc.Arbitrary<AttentionTuningChoice> =>
  fc
    .record({
      blockM: fc.constantFrom(...edges),
      blockN: fc.constantFrom(...edges),
      stages: fc.constantFrom(2, 3),
      warps: fc.constantFrom(1, 2, 4),
    })
    // A warp holds at least 16 rows.
    .map((tuning) => ({ ...tuning, warps: Math.min(tuning.warps, tuning.blockM / 16) }));

/** Queries once, and keys and values `stages` times, in the shared memory of a block of sm_80; sums and scores in the registers of its threads. */
const fits = ({ headDim, valueDim }: AttentionCase, { blockM, blockN, stages, warps }: AttentionTuningChoice): boolean =>
  2 * (blockM * headDim + stages * blockN * (headDim + valueDim)) <= 160 * 1024 &&
  (blockM * Math.max(valueDim, blockN)) / (32 * warps) < 255;

/** `edges`: lengths of tile sides; `limit`: most multiplications of a case. */
export const propertyCase = (edges: readonly number[], limit: number): fc.Arbitrary<PropertyCase> =>
  fc
    .record({
      attention: fc.constantFrom(...edges).chain((block) => attentionCase(block, limit)),
      tuning: tuningArbitrary(edges),
      otherTuning: tuningArbitrary([...edges, 2 * Math.max(...edges)]),
      cuts: fc.tuple(fc.nat(100), fc.nat(100)).map(([a, b]): [number, number] => (a <= b ? [a / 100, b / 100] : [b / 100, a / 100])),
    })
    .filter(({ attention, tuning, otherTuning }) => fits(attention, tuning) && fits(attention, otherTuning));
