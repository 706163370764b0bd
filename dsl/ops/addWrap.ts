// addWrap: function, types, constant folding, lowering and JavaScript in one record.
import { binaryInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const addWrap = defineInteger({
  name: "addWrap",
  doc: "Sum modulo 2^32. As JavaScript a u32 result shows as the i32 with the same bits: write u32(addWrap(a, b)) where that matters.",
  example: "state = u32(addWrap(state, 1831565813));",
  js: (a: i32 | u32, b: i32 | u32): number => (a + b) | 0,
  instruction: "add",
  attributes: { wrap: true },
  value: (dtype, a, b) => (dtype === "i32" ? (a + b) | 0 : (a + b) >>> 0),
  interval: ([a, b]) => binaryInterval("add", a!, b!),
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} + ${b} | 0)` : `(${a} + ${b} >>> 0)`),
  samples: [
    [3, 5],
    [2147483647, 1],
  ],
});
