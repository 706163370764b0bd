// shiftRight: function, types, constant folding, lowering and JavaScript in one record.
import { shiftInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const shiftRight = defineInteger({
  name: "shiftRight",
  doc: "a shifted right by b bits, 0 <= b < 32: an i32 keeps its sign, a u32 is filled with zeros.",
  example: "high = shiftRight(x, 16);",
  js: (a: i32 | u32, b: i32 | u32): number => (a === (a | 0) ? a >> b : a >>> b),
  instruction: "shiftRight",
  value: (dtype, a, b) => (b < 0 || b > 31 ? null : dtype === "i32" ? a >> b : a >>> b),
  partial: true,
  interval: shiftInterval((a, bits) => Math.floor(a / 2 ** bits)),
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} >> ${b})` : `(${a} >>> ${b})`),
  samples: [
    [256, 4],
    [65535, 8],
  ],
});
