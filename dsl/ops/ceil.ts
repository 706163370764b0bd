// ceil: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const ceil = defineFloat({
  name: "ceil",
  doc: "Smallest whole number not below x, as f32.",
  example: "y = ceil(x);",
  js: (x: f32): f32 => Math.ceil(x),
  instruction: "ceiling",
  emitJs: (x) => `Math.ceil(${x})`,
  samples: [[0], [0.5], [-0.5], [2.001], [-3], [1e20]],
  tolerance: 0,
});
