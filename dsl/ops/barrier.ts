// barrier: function, types, lowering and JavaScript in one record.
import { metOnly } from "../../codegen/ir/exchange.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import { defineExchange, exchanged } from "./exchange.ts";

export const barrier = defineExchange({
  name: "barrier",
  doc: "All threads of the block (or of the role) meet: what they did to memory before it is done for all of them behind it. In per-thread code only; elsewhere the compiler places barriers.",
  example: "yield* barrier();",
  together: "executor",
  agreement: "executor",
  js: (): Together<void> => exchanged<void>("barrier", "executor", [], metOnly),
  type: (args) => (args.length === 0 ? { args: [], result: null } : { message: "barrier takes no arguments", argument: 0 }),
  lower: (_effect, _args, lowering) => {
    lowering.barrier();
    return null;
  },
  exchange: () => "metOnly",
});
