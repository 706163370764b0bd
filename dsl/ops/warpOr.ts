// warpOr: function, types, lowering and JavaScript in one record.
import { defineWarpReduction } from "./warp-reduction.ts";

export const warpOr = defineWarpReduction({
  name: "warpOr",
  doc: "The bits that any lane's value has.",
  instruction: "bitOr",
  dtypes: ["u32"],
  combine: (a, b) => (a | b) >>> 0,
  text: () => "(a, b) => (a | b) >>> 0",
});
