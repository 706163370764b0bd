// multiprocessor: function, types, lowering and JavaScript in one record.
import { defineEffect } from "./define.ts";

export const multiprocessor = defineEffect({
  kind: "effect",
  name: "multiprocessor",
  doc: "Index of the multiprocessor that the block runs on (0 where there is none). Which one that is nobody may rely on: a result must not depend on it.",
  example: "const counter = counters.at(multiprocessor());",
  js: (): number => 0,
  target: null,
  text: null,
  together: "thread",
  agreement: "executor",
  places: ["threads", "parallel", "executor"],
  type: (args) => (args.length === 0 ? { args: [], result: "i32" } : { message: "multiprocessor takes no arguments", argument: 0 }),
  orderDependent: () => false,
  lower: (_effect, _args, lowering) => lowering.emit("special", "i32", [], { which: "multiprocessor" }, "multiprocessor"),
  emitJs: () => "0",
});
