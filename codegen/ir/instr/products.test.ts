// The fast sum of products against its definition in plain arithmetic, bit for bit, and known cases.
import fc from "fast-check";
import { expect, test } from "vitest";
import { matrixStep } from "../../../proptests/lib/summation.ts";
import { roundTo, tf32Value } from "../numeric.ts";
import { factorsOf, leastExponent, putFactor, sumOfProducts } from "./products.ts";

type Kind = "bf16" | "f16" | "tf32";
const sumOf = (kind: Kind, start: number, left: readonly number[], right: readonly number[]): number => {
  const [a, b] = [left, right].map((values) => {
    const factors = factorsOf(values.length);
    values.forEach((value, n) => putFactor(factors, n, value, leastExponent[kind]));
    return factors;
  });
  return Math.fround(sumOfProducts(start, a!, 0, b!, 0, left.length));
};

const least = { bf16: 2 ** -133, f16: 2 ** -24, tf32: 2 ** -149 } as const;
test.each(["bf16", "f16", "tf32"] as const)("sums of %s are those of the definition", (kind) => {
  const rounded = (value: number): number => (kind === "tf32" ? tf32Value(Math.fround(value)) : roundTo(kind, value));
  const size = kind === "f16" ? 12 : 60;
  const factor = fc
    .record({ value: fc.double({ min: -2, max: 2, noNaN: true }), power: fc.integer({ min: -size, max: size }), wide: fc.boolean() })
    .map(({ value, power, wide }) => rounded(value * (wide ? 2 ** power : 1)));
  const odd = fc.constantFrom(0, -0, least[kind], -3 * least[kind], 1, -1);
  const factors = fc.array(fc.oneof({ weight: 6, arbitrary: factor }, odd), { minLength: 8, maxLength: 8 });
  const start = fc.oneof(
    fc.constantFrom(0, 1, 2 ** -149, -(2 ** -130), 2 ** 24),
    fc.double({ min: -100, max: 100, noNaN: true }).map(Math.fround),
  );
  fc.assert(
    fc.property(start, factors, factors, (c, a, b) => {
      expect(sumOf(kind, c, a, b)).toBe(Math.fround(matrixStep(c, a, b, kind)));
    }),
    { numRuns: 3000, seed: 5 },
  );
});

test("terms below 2^-25 of the largest power of 2 are cut off, and so is the total", () => {
  // 2^-24 and half of it beside 1: the first bit below f32, and one that still counts among terms.
  expect(sumOf("bf16", 1, [2 ** -24, 2 ** -24], [1, 1])).toBe(1 + 2 ** -23);
  expect(sumOf("bf16", 1, [2 ** -25, 2 ** -25, 2 ** -24], [1, 1, 1])).toBe(1 + 2 ** -23);
  expect(sumOf("bf16", 1, [2 ** -26, 2 ** -26, 2 ** -24], [1, 1, 1])).toBe(1);
  expect(sumOf("bf16", -1, [-(2 ** -24)], [1])).toBe(-1);
  expect(sumOf("bf16", 1, [-(2 ** -24)], [1])).toBe(1 - 2 ** -24);
});

test("what is not finite goes through", () => {
  expect(sumOf("bf16", 1, [Infinity, 1], [1, 1])).toBe(Infinity);
  expect(sumOf("bf16", 1, [Infinity, 1], [0, 1])).toBe(Number.NaN);
  expect(sumOf("f16", Number.NaN, [1], [1])).toBe(Number.NaN);
  expect(sumOf("tf32", -Infinity, [1], [1])).toBe(-Infinity);
});
