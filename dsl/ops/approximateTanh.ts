// approximateTanh: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const approximateTanh = defineFloat({
  name: "approximateTanh",
  doc: "Hyperbolic tangent to a relative error of 2^-11, by one instruction: enough for results that become bf16. tanh is right to 2^-21.",
  example: "y = x * (1 + approximateTanh(z));",
  js: (x: f32): f32 => Math.tanh(x),
  instruction: "approximateTanh",
  emitJs: (x) => `Math.tanh(${x})`,
  samples: [[0], [0.01], [0.5], [-2], [10], [-50]],
  tolerance: 2 ** -10.9,
});
