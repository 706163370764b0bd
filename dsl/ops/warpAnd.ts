// warpAnd: function, types, lowering and JavaScript in one record.
import { defineWarpReduction } from "./warp-reduction.ts";

export const warpAnd = defineWarpReduction({
  name: "warpAnd",
  doc: "The bits that all lanes' values have.",
  instruction: "bitAnd",
  dtypes: ["u32"],
  combine: (a, b) => (a & b) >>> 0,
  text: () => "(a, b) => (a & b) >>> 0",
});
