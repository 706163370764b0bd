// approximateReciprocal: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const approximateReciprocal = defineFloat({
  name: "approximateReciprocal",
  doc: "1 / x to one unit in the last place, by one instruction. Subnormal arguments count as 0 (Infinity), subnormal results may be 0; reciprocal rounds correctly.",
  example: "y = x * approximateReciprocal(sum);",
  js: (x: f32): f32 => 1 / x,
  instruction: "approximateReciprocal",
  emitJs: (x) => `(1 / ${x})`,
  samples: [[1], [3], [-0.7], [1e20]],
  tolerance: 2 ** -23,
});
