// exp: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const exp = defineFloat({
  name: "exp",
  doc: "e to the power x, for every x; results below 2^-126 may become 0.",
  example: "y = exp(x);",
  js: (x: f32): f32 => Math.exp(x),
  instruction: "exp",
  emitJs: (x) => `Math.exp(${x})`,
  samples: [[0], [1], [-1], [0.5], [-20.25], [60], [-Infinity]],
  tolerance: 2e-6,
});
