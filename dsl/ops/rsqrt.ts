// rsqrt: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const rsqrt = defineFloat({
  name: "rsqrt",
  doc: "1 / sqrt(x), approximately. Infinity for 0, NaN below.",
  example: "y = x * rsqrt(meanSquare + epsilon);",
  js: (x: f32): f32 => 1 / Math.sqrt(x),
  instruction: "reciprocalSquareRoot",
  emitJs: (x) => `(1 / Math.sqrt(${x}))`,
  samples: [[1], [2], [1e-10], [1e30], [0.3]],
  tolerance: 4e-7,
});
