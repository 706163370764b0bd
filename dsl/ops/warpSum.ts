// warpSum: function, types, lowering and JavaScript in one record.
import { round } from "../../codegen/emit/js/numbers.ts";
import { defineWarpReduction } from "./warp-reduction.ts";

export const warpSum = defineWarpReduction({
  name: "warpSum",
  doc: "The sum of the lanes' values; of floats in an order that is the same on every execution.",
  instruction: "add",
  dtypes: ["i32", "u32", "f32", "i64"],
  combine: (a, b) => a + b,
  text: (dtype) => `(a, b) => ${round("a + b", dtype!)}`,
});
