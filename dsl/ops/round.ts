// round: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const round = defineFloat({
  name: "round",
  doc: "Nearest whole number as f32, ties to even; the sign stays, also of 0.",
  example: "y = round(x);",
  js: (x: f32): f32 => (Math.abs(x) < 2 ** 22 ? Math.fround(Math.fround(x) + 12582912) - 12582912 || x * 0 : x),
  instruction: "round",
  emitJs: (x) => `(Math.abs(${x}) < 4194304 ? Math.fround(${x} + 12582912) - 12582912 || ${x} * 0 : ${x})`,
  samples: [[0], [0.5], [1.5], [-0.5], [2.4999], [-3], [1e20]],
  tolerance: 0,
});
