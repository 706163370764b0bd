// fma: function, types, constant folding, lowering and JavaScript in one record.
import type { f32 } from "../types/scalars.ts";
import { defineFloat } from "./define.ts";

export const fma = defineFloat({
  name: "fma",
  doc: "a * b + c, rounded once on the device (the JavaScript executions round the f64 product and sum).",
  example: "sum = fma(x, y, sum);",
  js: (a: f32, b: f32, c: f32): f32 => a * b + c,
  instruction: "fma",
  emitJs: (a, b, c) => `(${a} * ${b} + ${c})`,
  samples: [
    [1, 2, 3],
    [0.1, 10, -1],
    [1e10, 1e10, 1],
  ],
  tolerance: 2e-7,
});
