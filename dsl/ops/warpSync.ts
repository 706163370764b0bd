// warpSync: function, types, lowering and JavaScript in one record.
import { metOnly } from "../../codegen/ir/exchange.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import { defineExchange, exchanged } from "./exchange.ts";

export const warpSync = defineExchange({
  name: "warpSync",
  doc: "The lanes of the warp meet: what they did to memory before it is done for all of them behind it.",
  example: "yield* warpSync();",
  agreement: "warp",
  js: (): Together<void> => exchanged<void>("warpSync", "warp", [], metOnly),
  type: (args) => (args.length === 0 ? { args: [], result: null } : { message: "warpSync takes no arguments", argument: 0 }),
  lower: (_effect, _args, lowering) => {
    lowering.emitTo([], "warpSync", []);
    return null;
  },
  exchange: () => "metOnly",
});
