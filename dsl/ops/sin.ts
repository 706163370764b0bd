// sin: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const sin = defineFloat({
  name: "sin",
  doc: "Sine of x in radians. Accurate for |x| up to some thousands.",
  example: "y = sin(angle);",
  js: (x: f32): f32 => Math.sin(x),
  instruction: "sine",
  emitJs: (x) => `Math.sin(${x})`,
  samples: [[0], [0.5], [-2], [3], [100]],
  tolerance: 1e-5,
});
