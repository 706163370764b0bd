// min: function, types, constant folding, lowering and JavaScript in one record.
import { interval } from "../../codegen/ir/interval.ts";
import type { SameScalar } from "../types/messages.ts";
import { defineScalar, registerType, sameDType } from "./define.ts";

export const min = defineScalar({
  kind: "scalar",
  name: "min",
  doc: "The smaller of two values of one type. With a NaN argument the result is unspecified: NaN or the other argument.",
  example: "next = min(x, y);",
  js: <A extends number, B extends number>(a: A, b: SameScalar<A, B, "min">): number => Math.min(a, b as number),
  type: sameDType("min", 2, ["i32", "f32", "u32", "i64"]),
  fold: ([a, b]) => Math.min(a!, b!),
  interval: ([a, b]) => interval(Math.min(a!.low, b!.low), Math.min(a!.high, b!.high)),
  lower: (lowering, args, dtype) => lowering.emit("minimum", registerType(dtype), [...args]),
  emitJs: ([a, b]) => `Math.min(${a}, ${b})`,
  samples: [
    [1, 2],
    [2, 1],
    [0, 0],
    [-3, 5],
  ],
  tolerance: 0,
});
