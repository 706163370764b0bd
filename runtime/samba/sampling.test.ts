// Sampling: what is kept is what the definition keeps, draws have the probabilities that they should have, and nothing depends on the order.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSampling, type Sampling, sampleToken } from "./sampling.ts";

const logitsArbitrary = fc
  .array(fc.oneof(fc.integer({ min: -8, max: 8 }), fc.constant(Number.NEGATIVE_INFINITY)), { minLength: 1, maxLength: 12 })
  .filter((values) => values.some(Number.isFinite))
  .map((values) => Float32Array.from(values, (value) => value / 2));
const draws = (logits: Float32Array, sampling: Sampling, count: number, seed = 5): number[] =>
  Array.from({ length: count }, (_, index) => sampleToken(logits, sampling, { seed, row: 0, index }));

/** The definition, by sorting and counting: the tokens that may be drawn, with their probabilities. */
const definition = (logits: Float32Array, { temperature = 1, topK = logits.length, topP = 1 }: Sampling): Map<number, number> => {
  const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, topK);
  const weights = order.map((token) => Math.exp((logits[token]! - logits[order[0]!]!) / temperature));
  const total = weights.reduce((a, b) => a + b, 0);
  const kept: [number, number][] = [];
  let sum = 0;
  for (const [n, token] of order.entries()) {
    if (topP < 1 && sum >= topP * total) break;
    kept.push([token, weights[n]!]);
    sum += weights[n]!;
  }
  return new Map(kept.flatMap(([token, weight]) => (weight > 0 ? [[token, weight / sum] as const] : [])));
};

test("at temperature 0, the first of the most likely", () => {
  fc.assert(
    fc.property(logitsArbitrary, (logits) => {
      expect(sampleToken(logits, {}, { seed: 1, row: 0, index: 0 })).toBe(logits.indexOf(Math.max(...logits)));
    }),
  );
});
test("only tokens that the definition keeps are drawn, and all of them, as often as it says", () => {
  const samplings = fc.record({
    temperature: fc.constantFrom(0.5, 1, 2),
    topK: fc.option(fc.integer({ min: 1, max: 13 }), { nil: undefined }),
    topP: fc.constantFrom(1, 0.9, 0.6, 0.3),
  });
  fc.assert(
    fc.property(logitsArbitrary, samplings, fc.nat(), (logits, { topK, ...rest }, seed) => {
      const sampling = { ...rest, ...(topK === undefined ? {} : { topK }) };
      const expected = definition(logits, sampling);
      const count = 400;
      const drawn = draws(logits, sampling, count, seed);
      expect(drawn.filter((token) => !expected.has(token))).toEqual([]);
      for (const [token, probability] of expected) {
        const mean = count * probability;
        // Six deviations: less than one in a hundred million.
        expect(Math.abs(drawn.filter((one) => one === token).length - mean)).toBeLessThan(6 * Math.sqrt(mean * (1 - probability)) + 1);
      }
    }),
    { numRuns: 200 },
  );
});
test("a draw depends on seed, sequence and place", () => {
  const logits = new Float32Array(1000);
  const at = (seed: number, row: number, index: number): number => sampleToken(logits, { temperature: 1 }, { seed, row, index });
  expect(at(3, 4, 5)).toBe(at(3, 4, 5));
  const others = [at(3, 4, 5), at(4, 4, 5), at(3 + 2 ** 32, 4, 5), at(3, 5, 5), at(3, 4, 6)];
  expect(new Set(others).size).toBe(5);
});

describe("refused", () => {
  test.each<Sampling>([{ temperature: -1 }, { temperature: Number.NaN }, { topK: 0 }, { topK: 1.5 }, { topP: 0 }, { topP: 1.1 }])(
    "%o",
    (sampling) => {
      expect(() => checkSampling(sampling)).toThrow(/^CUI3025/);
    },
  );
  test.each([[[0, Number.NaN]], [[Number.NaN, 0]], [[Number.NEGATIVE_INFINITY]], [[0, Number.POSITIVE_INFINITY]]])(
    "logits %o",
    (logits) => {
      for (const temperature of [0, 1])
        expect(() => sampleToken(Float32Array.from(logits), { temperature }, { seed: 0, row: 0, index: 0 })).toThrow(
          /^CUI3025.*not numbers/,
        );
    },
  );
});
