// idiv: function, types, constant folding, lowering and JavaScript in one record.
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const idiv = defineInteger({
  name: "idiv",
  doc: "Quotient of two integers, truncated toward zero. The divisor must not be 0.",
  example: "row = idiv(index, columns);",
  js: (a: i32 | u32, b: i32 | u32): number => Math.trunc(a / b),
  instruction: "divideInteger",
  value: (_, a, b) => (b === 0 ? null : Math.trunc(a / b) + 0),
  emitJs: (_, a, b) => `Math.trunc(${a} / ${b})`,
  samples: [
    [7, 2],
    [6, 3],
    [0, 5],
    [1000000, 7],
  ],
});
