// cos: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const cos = defineFloat({
  name: "cos",
  doc: "Cosine of x in radians. Accurate for |x| up to some thousands.",
  example: "y = cos(angle);",
  js: (x: f32): f32 => Math.cos(x),
  instruction: "cosine",
  emitJs: (x) => `Math.cos(${x})`,
  samples: [[0], [0.5], [-2], [3], [100]],
  tolerance: 1e-5,
});
