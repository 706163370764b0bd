// atomicExchange: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicExchange = defineAtomic({
  name: "atomicExchange",
  operation: "exchange",
  doc: "Puts a value in place of one element of a shared tile or tensor.",
  example: "const before = atomicExchange(slot.at(0), x);",
  dtypes: ["i32", "u32", "f32", "i64"],
  text: (_dtype, _old, value) => value,
});
