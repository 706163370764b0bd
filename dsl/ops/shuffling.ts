// What the four shuffles share: one record shape, told apart by the mode of the lowered instruction.
import { shuffled, type ShuffleMode } from "../../codegen/ir/exchange.ts";
import type { ArgumentType } from "../../codegen/ir/operation.ts";
import type { DType } from "../../codegen/ir/types.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import type { i32 } from "../types/scalars.ts";
import { registerType, sameDType } from "./define.ts";
import { defineExchange, exchanged } from "./exchange.ts";

export const defineShuffle = (shuffle: {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  readonly mode: ShuffleMode;
}) => {
  const value = sameDType(shuffle.name, 1, ["i32", "u32", "f32", "i64"]);
  return defineExchange({
    name: shuffle.name,
    doc: `${shuffle.doc} All 32 lanes of the warp take the step together; a lane that does not exist gives the own value.`,
    example: shuffle.example,
    agreement: "thread",
    js: <T extends number>(own: T, operand: i32): Together<T> => exchanged<T>(shuffle.name, "warp", [own, operand], shuffled(shuffle.mode)),
    type: (args: readonly ArgumentType[]) => {
      if (args.length !== 2) return { message: `${shuffle.name} takes a value and a lane or distance`, argument: 0 };
      if (args[1] !== "i32" && args[1] !== "integer literal")
        return { message: `${shuffle.name} takes an i32 lane or distance, not ${args[1]}`, argument: 1, help: "convert it: i32(x)" };
      const rule = value(args.slice(0, 1));
      return "message" in rule ? rule : { args: [...rule.args, "i32" as DType], result: rule.result };
    },
    lower: (effect, [own, operand], lowering) =>
      lowering.emit("shuffle", registerType(effect.args[0]!.dtype), [own!, operand!], { mode: shuffle.mode }),
    exchange: () => `shuffled("${shuffle.mode}")`,
  });
};
