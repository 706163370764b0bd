// mulWrap: function, types, constant folding, lowering and JavaScript in one record.
import { binaryInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const mulWrap = defineInteger({
  name: "mulWrap",
  doc: "Product modulo 2^32. As JavaScript a u32 result shows as the i32 with the same bits: write u32(mulWrap(a, b)) where that matters.",
  example: "hash = u32(mulWrap(hash, 16777619));",
  js: (a: i32 | u32, b: i32 | u32): number => Math.imul(a, b),
  instruction: "multiply",
  attributes: { wrap: true },
  value: (dtype, a, b) => (dtype === "i32" ? Math.imul(a, b) : Math.imul(a, b) >>> 0),
  interval: ([a, b]) => binaryInterval("multiply", a!, b!),
  emitJs: (dtype, a, b) => (dtype === "i32" ? `Math.imul(${a}, ${b})` : `(Math.imul(${a}, ${b}) >>> 0)`),
  samples: [
    [3, 5],
    [65537, 65537],
    [2147483647, 2],
  ],
});
