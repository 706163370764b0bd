// log: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const log = defineFloat({
  name: "log",
  doc: "Natural logarithm. -Infinity for 0, NaN below.",
  example: "y = log(sum);",
  js: (x: f32): f32 => Math.log(x),
  instruction: "log",
  emitJs: (x) => `Math.log(${x})`,
  samples: [[1], [2], [0.75], [1e-20], [3e30], [0]],
  tolerance: 1e-6,
});
