// remainder: function, types, constant folding, lowering and JavaScript in one record.
import { remainderInterval } from "../../codegen/ir/interval.ts";
import type { i32, i64, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const remainder = defineInteger({
  name: "remainder",
  doc: "Remainder of idiv, with the sign of the dividend; `a % b` is the same. The divisor must not be 0.",
  example: "slot = remainder(token, capacity);",
  js: (a: i32 | u32 | i64, b: i32 | u32 | i64): number => (a % b) + 0,
  instruction: "remainder",
  wide: true,
  partial: true,
  value: (_, a, b) => (b === 0 ? null : (a % b) + 0),
  interval: remainderInterval,
  emitJs: (_, a, b) => `(${a} % ${b})`,
  samples: [
    [7, 2],
    [6, 3],
    [0, 5],
    [1000000, 7],
  ],
});
