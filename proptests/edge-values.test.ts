// Scalar arithmetic at the edges of its types, on every execution that needs no GPU; and the roundings themselves against their definition.
import { expect, test } from "vitest";
import { checkEdgeValues, checkRoundings, edgeTypes } from "./edge-values.ts";

test.each(edgeTypes)("%s", (dtype) => {
  expect(() => checkEdgeValues(dtype)).not.toThrow();
});
test("16-bit floats round as their definition says", () => {
  expect(checkRoundings).not.toThrow();
});
