// print: function, types, lowering and JavaScript in one record.
import { widened } from "../../codegen/ir/types.ts";
import { reportHere } from "../place.ts";
import { defineReport } from "./reporting.ts";

export const print = defineReport({
  name: "print",
  doc: "Prints a line on the host: file, line, kernel, block and thread (inside `parallel`: the element), the label, and the values (conditions as 0 or 1). In the block's own code one thread prints. On a GPU lines come at the next wait for the launch's stream, in any order; the first 1024 of a launch fit, the others are counted. `printTo` of the package says where lines go.",
  example: 'print("scale", scale, row);',
  text: "first",
  js: (label: string, ...values: (number | boolean)[]): void => reportHere("print", print, label, values),
  type: (args) => ({
    args: args.map((arg) => (arg === "integer literal" ? "i32" : arg === "float literal" ? "f32" : widened(arg))),
    result: null,
  }),
  emitted: (call, args) => `${call}, [${args.join(", ")}]);`,
});
