// atomicAdd: function, types, lowering and JavaScript in one record.
import { defineAtomic } from "./atomics.ts";

export const atomicAdd = defineAtomic({
  name: "atomicAdd",
  operation: "add",
  doc: "Adds to one element of a shared tile or tensor; integers wrap. Adding floats needs a kernel that declares itself nondeterministic.",
  example: "atomicAdd(counts.at(bin), 1);",
  dtypes: ["i32", "u32", "f32"],
  text: (dtype, old, value) => (dtype === "f32" ? `fround(${old} + ${value})` : `${old} + ${value}`),
});
