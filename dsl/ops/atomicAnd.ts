// atomicAnd: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicAnd = defineAtomic({
  name: "atomicAnd",
  operation: "and",
  doc: "Keeps those bits of one element of a shared tile or tensor that the value has.",
  example: "atomicAnd(mask.at(0), u32(bits));",
  dtypes: ["i32", "u32"],
  text: (_, old, value) => `${old} & ${value}`,
});
