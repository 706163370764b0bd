// sqrt: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const sqrt = defineFloat({
  name: "sqrt",
  doc: "Square root, rounded correctly. NaN below 0.",
  example: "y = sqrt(x);",
  js: (x: f32): f32 => Math.sqrt(x),
  instruction: "squareRoot",
  emitJs: (x) => `Math.sqrt(${x})`,
  samples: [[0], [1], [2], [1e-10], [1e30]],
  tolerance: 2e-7,
});
