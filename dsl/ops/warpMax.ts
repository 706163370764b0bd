// warpMax: function, types, lowering and JavaScript in one record.
import { defineWarpReduction } from "./warp-reduction.ts";

export const warpMax = defineWarpReduction({
  name: "warpMax",
  doc: "The largest of the lanes' values.",
  instruction: "maximum",
  dtypes: ["i32", "u32", "f32", "i64"],
  combine: (a, b) => Math.max(a, b),
  text: () => "Math.max",
});
