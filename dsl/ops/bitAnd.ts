// bitAnd: function, types, constant folding, lowering and JavaScript in one record.
import { bitAndInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const bitAnd = defineInteger({
  name: "bitAnd",
  doc: "Bitwise and.",
  example: "low = bitAnd(x, 15);",
  js: (a: i32 | u32, b: i32 | u32): number => a & b,
  instruction: "bitAnd",
  value: (dtype, a, b) => (dtype === "i32" ? a & b : (a & b) >>> 0),
  interval: bitAndInterval,
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} & ${b})` : `((${a} & ${b}) >>> 0)`),
  samples: [
    [12, 10],
    [255, 4096],
  ],
});
