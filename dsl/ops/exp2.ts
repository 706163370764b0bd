// exp2: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const exp2 = defineFloat({
  name: "exp2",
  doc: "2 to the power x, for every x, to a relative error of 2^-22; results below 2^-126 may become 0. The fastest exponential of the device; accurateExp2 is right to the last place.",
  example: "p = exp2(s - maximum);",
  js: (x: f32): f32 => 2 ** x,
  instruction: "exp2",
  emitJs: (x) => `exp2Value(${x})`,
  samples: [[0], [1], [-1], [0.5], [-20.25], [100], [-Infinity]],
  tolerance: 3e-7,
});
