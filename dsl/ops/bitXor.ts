// bitXor: function, types, constant folding, lowering and JavaScript in one record.
import { bitXorInterval } from "../../codegen/ir/interval.ts";
import type { i32, u32 } from "../types/scalars.ts";
import { defineInteger } from "./define.ts";

export const bitXor = defineInteger({
  name: "bitXor",
  doc: "Bitwise exclusive or.",
  example: "mixed = bitXor(x, y);",
  js: (a: i32 | u32, b: i32 | u32): number => a ^ b,
  instruction: "bitXor",
  value: (dtype, a, b) => (dtype === "i32" ? a ^ b : (a ^ b) >>> 0),
  interval: bitXorInterval,
  emitJs: (dtype, a, b) => (dtype === "i32" ? `(${a} ^ ${b})` : `((${a} ^ ${b}) >>> 0)`),
  samples: [
    [12, 10],
    [255, 4096],
  ],
});
