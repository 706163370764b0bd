// bitOr: function, types, constant folding, lowering and JavaScript in one record.
import { bitOrInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const bitOr = defineInteger({
  name: "bitOr",
  doc: "Bitwise or.",
  example: "both = bitOr(x, y);",
  js: (a: i32 | u32, b: i32 | u32): number => a | b,
  instruction: "bitOr",
  value: (dtype, a, b) => (dtype === "i32" ? a | b : (a | b) >>> 0),
  interval: bitOrInterval,
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} | ${b})` : `((${a} | ${b}) >>> 0)`),
  samples: [
    [12, 10],
    [255, 4096],
  ],
});
