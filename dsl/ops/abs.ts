// abs: function, types, constant folding, lowering and JavaScript in one record.
import { absoluteInterval } from "../../codegen/ir/interval.ts";
import { defineScalar, registerType, sameDType } from "./define.ts";

export const abs = defineScalar({
  kind: "scalar",
  name: "abs",
  doc: "Absolute value of an f32, i32 or i64. That of the least integer overflows.",
  example: "size = abs(x);",
  js: (x: number): number => Math.abs(x),
  type: sameDType("abs", 1, ["i32", "f32", "i64"]),
  fold: ([x]) => Math.abs(x!),
  interval: absoluteInterval,
  lower: (lowering, args, dtype) => lowering.emit("absolute", registerType(dtype), [...args]),
  emitJs: ([x]) => `Math.abs(${x})`,
  samples: [[1], [-2], [0]],
  tolerance: 0,
});
