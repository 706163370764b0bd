// tanh: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const tanh = defineFloat({
  name: "tanh",
  doc: "Hyperbolic tangent, for every x, to a relative error of 2^-21. approximateTanh is one instruction.",
  example: "y = cap * tanh(x / cap);",
  js: (x: f32): f32 => Math.tanh(x),
  instruction: "tanh",
  emitJs: (x) => `Math.tanh(${x})`,
  samples: [[0], [0.01], [0.5], [-2], [10], [-50]],
  tolerance: 2 ** -21,
});
