// What the steps at named barriers share: they stand in a role's own code, which all its threads take, or in `threads` of the whole block, where
// warps take them.
import { waitAt } from "../../codegen/emit/js/named-barrier.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import type { EffectOperation } from "../../codegen/ir/operation.ts";
import { lowerMeeting } from "../../codegen/lowering/threads.ts";
import { threadsHere } from "../control.ts";
import { counterOf, type NamedBarrier } from "../named-barrier.ts";
import { defineEffect } from "./define.ts";

/** The JS meaning of waiting. */
export const waited = (barrier: NamedBarrier, condition?: boolean): Together<boolean> =>
  waitAt(counterOf(barrier), threadsHere(), condition);

export const defineMeeting = <F extends (...args: never[]) => unknown>(
  record: Pick<EffectOperation, "name" | "doc" | "example" | "type"> & {
    readonly js: F;
    readonly instruction: "barrier" | "barrierArrive" | "barrierAny";
  },
): F => {
  const { instruction, ...others } = record;
  return defineEffect({
    ...others,
    kind: "effect",
    target: null,
    atBarrier: instruction === "barrierArrive" ? "arrives" : "waits",
    text: null,
    together: "warp",
    agreement: "warp",
    places: ["threads", "executor"],
    orderDependent: () => false,
    lower: ({ barrier }, [condition], lowering) => lowerMeeting(lowering, barrier!, instruction, condition),
    emitJs: ({ barrier }, [condition], emitter) => {
      const name = emitter.barriers.get(barrier!)!;
      if (instruction === "barrierArrive") return `${name}.arrive(${emitter.threads})`;
      return `(yield* waitAt(${[name, emitter.threads, ...(condition === undefined ? [] : [condition])].join(", ")}))`;
    },
  });
};
