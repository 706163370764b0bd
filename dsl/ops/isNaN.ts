// isNaN: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineScalar, sameDType } from "./define.ts";

const floatArgument = sameDType("isNaN", 1, ["f32"]);
export const isNaN = defineScalar({
  kind: "scalar",
  name: "isNaN",
  doc: "Whether an f32 is not a number.",
  example: "x = isNaN(x) ? 0 : x;",
  js: (x: f32): boolean => Number.isNaN(x),
  type: (args) => {
    const found = floatArgument(args);
    return "message" in found ? found : { args: found.args, result: "bool" };
  },
  fold: ([x]) => (Number.isNaN(x) ? 1 : 0),
  lower: (lowering, args) => lowering.emit("isNotANumber", "predicate", [...args]),
  emitJs: ([x]) => `Number.isNaN(${x})`,
  samples: [[1], [Number.NaN], [Number.POSITIVE_INFINITY]],
  tolerance: 0,
});
