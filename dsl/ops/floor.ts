// floor: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const floor = defineFloat({
  name: "floor",
  doc: "Largest whole number not above x, as f32.",
  example: "y = floor(x);",
  js: (x: f32): f32 => Math.floor(x),
  instruction: "floor",
  emitJs: (x) => `Math.floor(${x})`,
  samples: [[0], [0.5], [-0.5], [2.999], [-3], [1e20]],
  tolerance: 0,
});
