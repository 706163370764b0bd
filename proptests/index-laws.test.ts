// What is proved of indices, and which masks fall away.
import { expect, test } from "vitest";
import { checkIndexFacts, checkMaskLaws } from "./index-laws.ts";

test("what is said of a sign, a divisor or a value is so", () => {
  expect(checkIndexFacts).not.toThrow();
});
test("a mask falls away where it holds for the whole tile, and nowhere else", () => {
  expect(checkMaskLaws).not.toThrow();
});
