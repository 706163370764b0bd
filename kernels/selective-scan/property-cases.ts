// Random cases for the properties of the selective scan: a case, two tunings that fit its tiles, and a cut.
import fc from "fast-check";
import { scanCase } from "./cases.ts";
import type { ScanOperatorTuning } from "./operator.ts";
import type { ScanPropertyCase } from "./properties.ts";

const tuningArbitrary: fc.Arbitrary<ScanOperatorTuning> = fc.record({
  blockC: fc.constantFrom(8, 16, 32),
  blockT: fc.constantFrom(4, 8, 16),
  stages: fc.constantFrom(1, 2, 3),
  warps: fc.constantFrom(1, 2, 4),
  blocksEach: fc.constantFrom(1, 3),
  rounds: fc.constantFrom(1, 4),
  tilesEach: fc.constantFrom(1, 2, 5),
});

/** A thread holds state and rate of its channels, and can hold 255 values of each. */
const fits = ({ states }: ScanPropertyCase["scan"], { blockC, warps }: ScanOperatorTuning): boolean =>
  (blockC * states) / (32 * warps) < 255;

/** `limit`: most updates of single states. */
export const scanPropertyCase = (limit: number): fc.Arbitrary<ScanPropertyCase> =>
  fc
    .record({
      scan: scanCase(8, limit),
      tuning: tuningArbitrary,
      otherTuning: tuningArbitrary,
      cut: fc.nat(100).map((n) => n / 100),
    })
    .filter(({ scan, tuning, otherTuning }) => fits(scan, tuning) && fits(scan, otherTuning));
