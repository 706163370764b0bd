// accurateExp2: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const accurateExp2 = defineFloat({
  name: "accurateExp2",
  doc: "2 to the power x, to one unit in the last place for every x, subnormal results included. Some ten instructions; exp2 is one, with a relative error of 2^-22.",
  example: "scale = accurateExp2(exponent);",
  js: (x: f32): f32 => 2 ** x,
  instruction: "accurateExp2",
  emitJs: (x) => `Math.pow(2, ${x})`,
  samples: [[0], [1], [-1], [0.5], [-20.25], [100], [-126.5], [-Infinity]],
  tolerance: 2 ** -23,
});
