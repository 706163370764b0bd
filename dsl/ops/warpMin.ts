// warpMin: function, types, lowering and JavaScript in one record.
import { defineWarpReduction } from "./warp-reduction.ts";

export const warpMin = defineWarpReduction({
  name: "warpMin",
  doc: "The smallest of the lanes' values.",
  instruction: "minimum",
  dtypes: ["i32", "u32", "f32", "i64"],
  combine: (a, b) => Math.min(a, b),
  text: () => "Math.min",
});
