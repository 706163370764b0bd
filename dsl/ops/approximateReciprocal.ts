// approximateReciprocal: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const approximateReciprocal = defineFloat({
  name: "approximateReciprocal",
  doc: "1 / x to 1 unit in the last place, in one operation of the device where `reciprocal` takes about ten; results below 2^-126 are 0, and Infinity for such x.",
  example: "sigmoid = approximateReciprocal(1 + exp2(x * -LOG2E));",
  js: (x: f32): f32 => 1 / x,
  instruction: "reciprocalApproximate",
  emitJs: (x) => `(1 / ${x})`,
  samples: [[1], [3], [-0.7], [1e20], [Infinity]],
  tolerance: 2e-7,
});
