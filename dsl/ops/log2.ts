// log2: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const log2 = defineFloat({
  name: "log2",
  doc: "Logarithm to base 2. -Infinity for 0, NaN below.",
  example: "y = log2(sum);",
  js: (x: f32): f32 => Math.log2(x),
  instruction: "log2",
  emitJs: (x) => `Math.log2(${x})`,
  samples: [[1], [2], [0.75], [1e-20], [3e30], [0]],
  tolerance: 1e-6,
});
