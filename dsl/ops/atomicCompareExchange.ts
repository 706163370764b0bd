// atomicCompareExchange: function, types, lowering and JavaScript in one record.
import { atomicValue } from "../../codegen/ir/atomic.ts";
import { lowerAtomic } from "../../codegen/lowering/ops/atomic.ts";
import { blockOf } from "../tiles.ts";
import { atomicParts, atomicRule, type Element, elementAt, updated } from "./atomics.ts";
import { defineEffect } from "./define.ts";

export const atomicCompareExchange = defineEffect({
  ...atomicParts,
  name: "atomicCompareExchange",
  doc: "Puts a value in place of one element of a shared tile or tensor if that equals the expected value. Gives the value from before: the exchange took place if it is the expected one.",
  example: "const before = atomicCompareExchange(owner.at(0), -1, thread);",
  js: <T extends number>(target: Element<T>, expected: T, value: T): T =>
    updated(target, (old) => atomicValue("compareExchange", blockOf(target).dtype, old, expected, value)) as T,
  type: atomicRule("atomicCompareExchange", 2, ["i32", "u32", "i64"]),
  orderDependent: () => false,
  lower: (effect, args, lowering) => lowerAtomic(effect, "compareExchange", args, lowering),
  emitJs: ({ target, args, position, result }, [expected, value], emitter) => {
    const { old, store } = elementAt(emitter, target!, args[0]!.dtype, position);
    emitter.line(`if (${old} === ${expected}) ${store(value!)}`);
    return result ? old : null;
  },
});
