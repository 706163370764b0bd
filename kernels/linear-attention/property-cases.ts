// Random cases for the properties of linear attention and of the delta rule: a case of the operator, two tunings that fit it, and two cuts.
import fc from "fast-check";
import { linearCase } from "./arbitraries.ts";
import type { GatedDeltaRuleTuning } from "./delta-operator.ts";
import type { DeltaPropertyCase } from "./delta-properties.ts";
import { deltaCase } from "./delta-spec.ts";
import type { LinearAttentionTuning } from "./operator.ts";
import type { PropertyCase } from "./properties.ts";

/** Four warps share the columns of no product of 16 rows by 48. */
const tuningArbitrary: fc.Arbitrary<LinearAttentionTuning> = fc
  .record({
    chunk: fc.constantFrom(32, 32, 64),
    blockV: fc.constantFrom(16, 32),
    stages: fc.constantFrom(1, 2, 3),
    warps: fc.constantFrom(1, 2, 4),
    gateBlock: fc.constant(16),
    gateStages: fc.constantFrom(1, 2),
    blocksEach: fc.constantFrom(1, 1, 0),
    chunksEach: fc.constantFrom(1, 2),
  })
  .filter(({ blockV, warps }) => blockV > 16 || warps < 4);
const cutsArbitrary = fc
  .tuple(fc.nat(100), fc.nat(100))
  .map(([a, b]): [number, number] => (a <= b ? [a / 100, b / 100] : [b / 100, a / 100]));
/** `limit`: most multiplications of a case. */
export const propertyCase = (limit: number): fc.Arbitrary<PropertyCase> =>
  fc.record({
    linear: linearCase({
      chunk: 32,
      limit,
      dims: [
        [32, 32],
        [48, 64],
      ],
    }),
    tuning: tuningArbitrary,
    otherTuning: tuningArbitrary,
    cuts: cutsArbitrary,
  });

const deltaTuningArbitrary: fc.Arbitrary<GatedDeltaRuleTuning> = fc
  .record({
    chunk: fc.constantFrom(16, 32, 64),
    blockV: fc.constantFrom(16, 32),
    stages: fc.constantFrom(1, 2, 3),
    fewV: fc.constantFrom(16, 32),
    fewStages: fc.constantFrom(1, 2, 3),
    prepareWarps: fc.constantFrom(1, 2),
  })
  .chain((tuning) => fc.constantFrom(1, tuning.blockV / 16).map((warps) => ({ ...tuning, warps })));
export const deltaPropertyCase = (limit: number): fc.Arbitrary<DeltaPropertyCase> =>
  fc.record({
    one: deltaCase({
      chunk: 32,
      limit,
      dims: [
        [32, 32],
        [48, 64],
      ],
    }),
    tuning: deltaTuningArbitrary,
    otherTuning: deltaTuningArbitrary,
    cuts: cutsArbitrary,
  });
