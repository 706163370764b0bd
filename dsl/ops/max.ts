// max: function, types, constant folding, lowering and JavaScript in one record.
import { interval } from "../../codegen/ir/interval.ts";
import type { SameScalar } from "../types/messages.ts";
import { defineScalar, registerType, sameDType } from "./define.ts";

export const max = defineScalar({
  kind: "scalar",
  name: "max",
  doc: "The larger of two values of one type. With a NaN argument the result is unspecified: NaN or the other argument.",
  example: "next = max(x, y);",
  js: <A extends number, B extends number>(a: A, b: SameScalar<A, B, "max">): number => Math.max(a, b as number),
  type: sameDType("max", 2, ["i32", "f32", "u32", "i64"]),
  fold: ([a, b]) => Math.max(a!, b!),
  interval: ([a, b]) => interval(Math.max(a!.low, b!.low), Math.max(a!.high, b!.high)),
  lower: (lowering, args, dtype) => lowering.emit("maximum", registerType(dtype), [...args]),
  emitJs: ([a, b]) => `Math.max(${a}, ${b})`,
  samples: [
    [1, 2],
    [2, 1],
    [0, 0],
    [-3, 5],
  ],
  tolerance: 0,
});
