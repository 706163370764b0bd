import { expect, test } from "vitest";
import { exp2Value } from "./exponential.ts";

test("2^x is right to 2^-47, for every x that f32 can tell from 0 and infinity", () => {
  for (let x = -160; x < 1030; x += 0.0137) {
    const exact = 2 ** x;
    if (exact === Number.POSITIVE_INFINITY) expect(exp2Value(x)).toBe(exact);
    else expect(Math.abs(exp2Value(x) - exact) / exact, `${x}`).toBeLessThan(2 ** -47);
  }
});
test("integers, infinities and NaN have exact powers", () => {
  for (let x = -1090; x <= 1030; x++) expect(exp2Value(x), `${x}`).toBe(2 ** x);
  expect([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, -0].map(exp2Value)).toEqual([
    0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    1,
  ]);
});
