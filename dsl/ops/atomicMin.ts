// atomicMin: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicMin = defineAtomic({
  name: "atomicMin",
  operation: "min",
  doc: "Lowers one element of a shared tile or tensor to a value, if that is less.",
  example: "atomicMin(least.at(row), x);",
  dtypes: ["i32", "u32", "i64"],
  text: (_, old, value) => `Math.min(${old}, ${value})`,
});
