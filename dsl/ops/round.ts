// round: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

/** A double added to it has no place for a fraction: the sum is rounded to a whole number, ties to even. */
const toWhole = 1.5 * 2 ** 52;

export const round = defineFloat({
  name: "round",
  doc: "Nearest whole number as f32, ties to even; the sign stays, also of 0.",
  example: "y = round(x);",
  js: (x: f32): f32 => (Math.abs(x) < 2 ** 23 ? Math.fround(x) + toWhole - toWhole || x * 0 : x),
  instruction: "round",
  emitJs: (x) => `(Math.abs(${x}) < 8388608 ? ${x} + ${toWhole} - ${toWhole} || ${x} * 0 : ${x})`,
  samples: [[0], [0.5], [1.5], [-0.5], [2.4999], [-3], [1e20], [2 ** 22 + 0.5], [-(2 ** 22) - 1.5], [2 ** 23 - 0.5]],
  tolerance: 0,
});
