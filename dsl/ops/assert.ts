// assert: function, types, lowering and JavaScript in one record.
import { reportHere } from "../place.ts";
import { defineReport } from "./reporting.ts";
import { conditionRule } from "./voting.ts";

export const assert = defineReport({
  name: "assert",
  doc: "Says on the host that a condition does not hold: an error with file, line, kernel, block and thread (inside `parallel`: the element). As JavaScript and on the CPU back end it is thrown at once, on the simulator when the launch ends, on a GPU at the next wait for the launch's stream. It never stops a kernel on a GPU, nor changes what it computes.",
  example: 'assert(length > 0, "every sequence has a token");',
  text: "second",
  js: (condition: boolean, message: string): void => {
    if (!condition) reportHere("assert", assert, message, []);
  },
  type: conditionRule("assert", null),
  emitted: (call, [condition]) => `if (!${condition}) ${call}, []);`,
});
