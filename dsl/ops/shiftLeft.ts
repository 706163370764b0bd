// shiftLeft: function, types, constant folding, lowering and JavaScript in one record.
import { shiftInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const shiftLeft = defineInteger({
  name: "shiftLeft",
  doc: "a shifted left by b bits, 0 <= b < 32; bits shifted out are lost.",
  example: "scaled = shiftLeft(x, 4);",
  js: (a: i32 | u32, b: i32 | u32): number => a << b,
  instruction: "shiftLeft",
  value: (dtype, a, b) => (b < 0 || b > 31 ? null : dtype === "i32" ? a << b : (a << b) >>> 0),
  partial: true,
  interval: shiftInterval((a, bits) => a * 2 ** bits),
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} << ${b})` : `((${a} << ${b}) >>> 0)`),
  samples: [
    [1, 4],
    [3, 30],
  ],
});
