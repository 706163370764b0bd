// mulHigh: function, types, constant folding, lowering and JavaScript in one record.
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const mulHigh = defineInteger({
  name: "mulHigh",
  doc: "Upper 32 bits of the 64-bit product. As JavaScript a u32 result shows as the i32 with the same bits.",
  example: "high = mulHigh(a, b);",
  js: (a: i32 | u32, b: i32 | u32): number => Number(BigInt.asIntN(32, (BigInt(a) * BigInt(b)) >> 32n)),
  instruction: "multiplyHigh",
  value: (dtype, a, b) => Number(BigInt[dtype === "i32" ? "asIntN" : "asUintN"](32, (BigInt(a) * BigInt(b)) >> 32n)),
  emitJs: (dtype, a, b) => `Number(BigInt.${dtype === "i32" ? "asIntN" : "asUintN"}(32, (BigInt(${a}) * BigInt(${b})) >> 32n))`,
  samples: [
    [3, 5],
    [65537, 65537],
    [2147483647, 2147483647],
  ],
});
