// ceilDiv: function, types, constant folding, lowering and JavaScript in one record.
import { quotientInterval } from "../../codegen/ir/interval.ts";
import type { i32, i64, u32 } from "../types/scalars.ts";
import { defineScalar, registerType, sameDType } from "./define.ts";

/** Of whole numbers up to 2^53: a quotient would be rounded, perhaps to the next one. */
const roundedUp = (a: number, b: number): number => (a - (a % b)) / b + (a % b > 0 ? 1 : 0);

export const ceilDiv = defineScalar({
  kind: "scalar",
  name: "ceilDiv",
  doc: "Quotient of two integers, rounded up. The divisor must be positive.",
  example: "tiles = ceilDiv(tokens, blockM);",
  js: (a: i32 | u32 | i64, b: i32 | u32 | i64): number => roundedUp(a, b),
  type: sameDType("ceilDiv", 2, ["i32", "u32", "i64"]),
  fold: ([a, b]) => (b! > 0 ? roundedUp(a!, b!) : null),
  partial: true,
  interval: quotientInterval(roundedUp),
  lower: (lowering, args, dtype) => {
    const type = registerType(dtype);
    const [a, b] = [args[0]!, args[1]!];
    const quotient = lowering.emit("divideInteger", type, [a, b]);
    const product = lowering.emit("multiply", type, [quotient, b]);
    const short = lowering.emit("compare", "predicate", [product, a], { operation: "less" });
    const one = { kind: "immediate", type, value: 1 } as const;
    return lowering.emit("select", type, [short, lowering.emit("add", type, [quotient, one]), quotient]);
  },
  emitJs: ([a, b], dtype) => (dtype === "i64" ? `((${a} - ${a} % ${b}) / ${b} + (${a} % ${b} > 0 ? 1 : 0))` : `Math.ceil(${a} / ${b})`),
  samples: [
    [7, 2],
    [6, 3],
    [0, 5],
    [1, 1000000],
  ],
  tolerance: 0,
});
