// What the atomics share: one record shape for those that combine an element with one value. Each takes effect as a whole, in no order with
// others; what it gives is the element's value from before.
import type { CallProblem, EffectOperation } from "../../codegen/ir/operation.ts";
import { type AtomicOperation, atomicValue } from "../../codegen/ir/atomic.ts";
import type { JsEmitter } from "../../codegen/emit/js/context.ts";
import { fetch, stored } from "../../codegen/emit/js/numbers.ts";
import { lowerAtomic } from "../../codegen/lowering/ops/atomic.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";
import type { ElementTarget } from "../../codegen/ir/tile.ts";
import type { DType, Position } from "../../codegen/ir/types.ts";
import { blockOf } from "../tiles.ts";
import type { AnyOperand } from "../types/messages.ts";
import type { Operand } from "../types/shapes.ts";
import { defineEffect } from "./define.ts";

/** One element: `tile.at(i)`, `tensor.at(i, j)`. */
export type Element<T extends number> = Operand<T, readonly [], "shared" | "global">;

/** Reads an element and writes what becomes of it; gives what it was. */
export const updated = (target: AnyOperand<"shared" | "global">, next: (old: number) => number): number => {
  const block = blockOf(target);
  const old = block.get([]);
  block.set([], roundTo(block.dtype, next(old)));
  return old;
};

export const atomicParts = {
  kind: "effect",
  target: ["shared", "global"],
  text: null,
  together: "thread",
  agreement: "thread",
  places: ["threads", "parallel", "executor"],
} as const satisfies Partial<EffectOperation>;

/** So many values of the element's dtype, which is one of `allowed`. */
export const atomicRule =
  (name: string, count: number, allowed: readonly DType[]): EffectOperation["type"] =>
  (args, target): { readonly args: readonly DType[]; readonly result: DType } | CallProblem => {
    if (args.length !== count)
      return { message: `${name} takes an element and ${count === 1 ? "a value" : `${count} values`}, not ${args.length}`, argument: 0 };
    if (!allowed.includes(target!))
      return {
        message: `${name} works on ${allowed.join(", ")}, not ${target}`,
        argument: 0,
        help: "keep the values in a tile or tensor of such a type",
      };
    return { args: args.map(() => target!), result: target! };
  };

/** In emitted JavaScript, an element's value from before and the statement that stores another. Tiles hold values, tensors hold what memory does. */
export const elementAt = (
  emitter: JsEmitter,
  target: ElementTarget,
  dtype: DType,
  position: Position,
): { readonly old: string; readonly store: (value: string) => string } => {
  const place = emitter.updatedPlace(target, position);
  const inTensor = target.kind === "view";
  return {
    old: emitter.named("old", inTensor ? fetch(place, dtype) : place),
    store: (value) => `${inTensor ? stored(place, value, dtype) : `${place} = ${value}`};`,
  };
};

export const defineAtomic = (atomic: {
  readonly name: string;
  readonly operation: Exclude<AtomicOperation, "compareExchange">;
  readonly doc: string;
  readonly example: string;
  readonly dtypes: readonly DType[];
  /** JavaScript of the new value of an element of that dtype. */
  readonly text: (dtype: DType, old: string, value: string) => string;
}) =>
  defineEffect({
    ...atomicParts,
    name: atomic.name,
    doc: `${atomic.doc} Gives the value from before. Within one \`parallel\` or \`threads\` atomics of one element are ordered among each other in some way; statements follow each other. Outside of \`threads\` and \`parallel\` one thread takes the step for all, who get the result.`,
    example: atomic.example,
    js: <T extends number>(target: Element<T>, value: T): T =>
      updated(target, (old) => atomicValue(atomic.operation, blockOf(target).dtype, old, value, 0)) as T,
    type: atomicRule(atomic.name, 1, atomic.dtypes),
    ...(atomic.operation !== "exchange" && { commutes: true }),
    orderDependent: (dtype) => dtype === "f32",
    lower: (effect, args, lowering) => lowerAtomic(effect, atomic.operation, args, lowering),
    emitJs: ({ target, args, position, result }, [value], emitter) => {
      const { dtype } = args[0]!;
      const { old, store } = elementAt(emitter, target!, dtype, position);
      emitter.line(store(atomic.text(dtype, old, value!)));
      return result ? old : null;
    },
  });
