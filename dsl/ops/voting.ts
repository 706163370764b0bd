// What the votes share: a condition of each lane to one answer for the warp.
import { allOf, anyOf, ballotOf, type Exchange } from "../../codegen/ir/exchange.ts";
import type { ArgumentType, CallProblem } from "../../codegen/ir/operation.ts";
import type { DType } from "../../codegen/ir/types.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import { defineExchange, exchanged } from "./exchange.ts";

const meanings = { any: anyOf, all: allOf, ballot: ballotOf } as const satisfies Record<string, Exchange>;

/** One condition and nothing else. */
export const conditionRule =
  (name: string, result: DType | null) =>
  (args: readonly ArgumentType[]): { readonly args: readonly DType[]; readonly result: DType | null } | CallProblem =>
    args.length === 1 && args[0] === "bool"
      ? { args: ["bool"], result }
      : { message: `${name} takes one condition, not ${args.join(", ") || "nothing"}`, argument: 0, help: "compare it: x !== 0" };

export const defineVote = <T extends number | boolean>(name: keyof typeof meanings, doc: string, example: string, result: DType) =>
  defineExchange({
    name,
    doc,
    example,
    agreement: "warp",
    js: (condition: boolean): Together<T> => exchanged<T>(name, "warp", [condition], meanings[name]),
    type: conditionRule(name, result),
    lower: (_, [condition], lowering) =>
      name === "ballot" ? lowering.emit("ballot", "u32", [condition!]) : lowering.emit("vote", "predicate", [condition!], { mode: name }),
    exchange: () => `${name}Of`,
  });
