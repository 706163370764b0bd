// Scalar arithmetic at the edges of its types, on every execution that needs no GPU; and the roundings themselves against their definition.
import { expect, test } from "vitest";
import { checkEdgeValues, checkFolding, checkRoundings, edgeTypes } from "./edge-values.ts";

test.each(edgeTypes)("%s", (dtype) => {
  expect(() => checkEdgeValues(dtype)).not.toThrow();
});
test.each(edgeTypes)("constants of %s fold to what is computed", (dtype) => {
  expect(checkFolding(dtype)).toBeGreaterThan(100);
});
test("16-bit floats round as their definition says", () => {
  expect(checkRoundings).not.toThrow();
});
