// bitNot: function, types, constant folding, lowering and JavaScript in one record.
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const bitNot = defineInteger({
  name: "bitNot",
  doc: "Bitwise complement. As JavaScript a u32 result shows as the i32 with the same bits.",
  example: "mask = bitNot(x);",
  js: (a: i32 | u32): number => ~a,
  instruction: "bitNot",
  value: (dtype, a) => (dtype === "i32" ? ~a : ~a >>> 0),
  emitJs: (dtype, a) => (dtype === "i32" ? `(~${a})` : `(~${a} >>> 0)`),
  samples: [[0], [12], [65535]],
});
