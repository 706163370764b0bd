// barrierAny: function, types, lowering and JavaScript in one record.
import { anyOf } from "../../codegen/ir/exchange.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import { defineExchange, exchanged } from "./exchange.ts";
import { conditionRule } from "./voting.ts";

export const barrierAny = defineExchange({
  name: "barrierAny",
  doc: "All threads of the block (or of the role) meet, as at a barrier, and learn whether the condition holds in any of them.",
  example: "const again = yield* barrierAny(changed);",
  together: "executor",
  agreement: "executor",
  js: (condition: boolean): Together<boolean> => exchanged<boolean>("barrierAny", "executor", [condition], anyOf),
  type: conditionRule("barrierAny", "bool"),
  lower: (_, [condition], lowering) => lowering.barrierAny(condition!),
  exchange: () => "anyOf",
});
