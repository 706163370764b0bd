// idiv: function, types, constant folding, lowering and JavaScript in one record.
import { quotientInterval } from "../../codegen/ir/interval.ts";
import type { i32, i64, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const idiv = defineInteger({
  name: "idiv",
  doc: "Quotient of two integers, truncated toward zero. The divisor must not be 0.",
  example: "row = idiv(index, columns);",
  js: (a: i32 | u32 | i64, b: i32 | u32 | i64): number => (a - (a % b)) / b + 0,
  instruction: "divideInteger",
  wide: true,
  partial: true,
  value: (_, a, b) => (b === 0 ? null : (a - (a % b)) / b + 0),
  interval: quotientInterval((a, b) => (a - (a % b)) / b),
  // Of 64 bits the quotient is rounded, perhaps to the next integer.
  emitJs: (dtype, a, b) => (dtype === "i64" ? `(${a} - ${a} % ${b}) / ${b}` : `Math.trunc(${a} / ${b})`),
  samples: [
    [7, 2],
    [6, 3],
    [0, 5],
    [1000000, 7],
  ],
});
