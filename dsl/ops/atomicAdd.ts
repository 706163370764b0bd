// atomicAdd: function, types, lowering and JavaScript in one record.
import { round } from "../../codegen/emit/js/numbers.ts";
import { defineAtomic } from "./atomics.ts";

export const atomicAdd = defineAtomic({
  name: "atomicAdd",
  operation: "add",
  doc: "Adds to one element of a shared tile or tensor; integers wrap. Adding floats needs a kernel that declares itself nondeterministic.",
  example: "atomicAdd(counts.at(bin), 1);",
  dtypes: ["i32", "u32", "f32", "i64"],
  text: (dtype, old, value) => round(`${old} + ${value}`, dtype),
});
