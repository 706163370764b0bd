// reciprocal: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const reciprocal = defineFloat({
  name: "reciprocal",
  doc: "1 / x, rounded correctly. Infinity for 0. approximateReciprocal is one instruction.",
  example: "y = reciprocal(sum);",
  js: (x: f32): f32 => 1 / x,
  instruction: "reciprocal",
  emitJs: (x) => `(1 / ${x})`,
  samples: [[1], [3], [-0.7], [1e20]],
  tolerance: 2e-7,
});
