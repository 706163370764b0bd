// What is proved of indices, which masks fall away, and where results lie.
import { expect, test } from "vitest";
import { checkIndexFacts, checkMaskLaws } from "./index-laws.ts";
import { checkIntervals } from "./interval-laws.ts";

test("what is said of a sign, a divisor or a value is so", () => {
  expect(checkIndexFacts).not.toThrow();
});
test("a mask falls away where it holds for the whole tile, and nowhere else", () => {
  expect(checkMaskLaws).not.toThrow();
});
test("a result lies in the interval that its arguments' intervals give", () => {
  expect(checkIntervals).not.toThrow();
});
