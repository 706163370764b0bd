// atomicXor: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicXor = defineAtomic({
  name: "atomicXor",
  operation: "xor",
  doc: "Flips the value's bits in one element of a shared tile or tensor.",
  example: "atomicXor(parity.at(word), bit);",
  dtypes: ["i32", "u32"],
  text: (_, old, value) => `${old} ^ ${value}`,
});
