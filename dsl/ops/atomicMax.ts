// atomicMax: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicMax = defineAtomic({
  name: "atomicMax",
  operation: "max",
  doc: "Raises one element of a shared tile or tensor to a value, if that is larger.",
  example: "atomicMax(largest.at(row), x);",
  dtypes: ["i32", "u32", "i64"],
  text: (_, old, value) => `Math.max(${old}, ${value})`,
});
