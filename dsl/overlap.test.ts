// Overlap of strided tensors against counting their bytes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ByteLattice, overlapsItself, share } from "./overlap.ts";

const bytesOf = ({ from, axes }: ByteLattice): Set<number> => {
  let places = [from];
  for (const { extent, step } of axes) places = places.flatMap((place) => Array.from({ length: extent }, (_, n) => place + n * step));
  return new Set(places);
};
const memory = {};
const lattice: fc.Arbitrary<ByteLattice> = fc
  .record({
    from: fc.nat(60),
    axes: fc.array(fc.record({ extent: fc.nat(4), step: fc.constantFrom(0, 1, 2, 3, 4, 8, 12, 16, 24) }), { maxLength: 4 }),
  })
  .map((one) => ({ ...one, memory }));

test("is what counting bytes says", () => {
  const answers = { true: 0, false: 0 };
  fc.assert(
    fc.property(lattice, lattice, (a, b) => {
      const others = bytesOf(b);
      const counted = [...bytesOf(a)].some((place) => others.has(place));
      expect(share(a, b)).toBe(counted);
      answers[`${counted}`] += 1;
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(answers.true, answers.false)).toBeGreaterThan(100);
});
test("of a tensor with itself is what counting bytes says", () => {
  const answers = { true: 0, false: 0 };
  fc.assert(
    fc.property(lattice, (one) => {
      const places = one.axes.reduce((size, { extent }) => size * extent, 1);
      const counted = bytesOf(one).size < places;
      expect(overlapsItself(one)).toBe(counted);
      answers[`${counted}`] += 1;
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(answers.true, answers.false)).toBeGreaterThan(100);
});
test("memory apart is never shared", () => {
  const axes = [{ extent: 4, step: 4 }];
  expect(share({ memory, from: 0, axes }, { memory: {}, from: 0, axes })).toBe(false);
});
test("halves of a large buffer's heads are apart, and found so at once", () => {
  const heads = (from: number): ByteLattice => ({
    memory,
    from,
    axes: [
      { extent: 8, step: 2 ** 32 },
      { extent: 65536, step: 2 ** 13 },
      { extent: 16, step: 256 },
      { extent: 128, step: 2 },
      { extent: 2, step: 1 },
    ],
  });
  expect(share(heads(0), heads(4096))).toBe(false);
  expect(share(heads(0), heads(4094))).toBe(true);
});
