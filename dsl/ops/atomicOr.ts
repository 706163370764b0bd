// atomicOr: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicOr = defineAtomic({
  name: "atomicOr",
  operation: "or",
  doc: "Sets the value's bits in one element of a shared tile or tensor.",
  example: "atomicOr(seen.at(word), bit);",
  dtypes: ["i32", "u32"],
  text: (_, old, value) => `${old} | ${value}`,
});
