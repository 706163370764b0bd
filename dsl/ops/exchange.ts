// What the exchanges between the lanes of a warp share: each is a step that all 32 lanes take together, in `threads` only.
import type { EffectOperation } from "../../codegen/ir/operation.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import type { Exchange, Scalar } from "../../codegen/ir/exchange.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { defineEffect } from "./define.ts";

/** The JS meaning: brings the values, takes the result away. */
export function* exchanged<T>(name: string, together: "warp" | "executor", brought: readonly Scalar[], exchange: Exchange): Together<T> {
  return (yield { name, together, brought, exchange }) as T;
}

/** An exchange whose rules are its own; the rest is the same for all. `exchange` is the text of its meaning in emitted JavaScript, for a dtype. */
export const defineExchange = <F extends (...args: never[]) => unknown>(
  record: Pick<EffectOperation, "name" | "doc" | "example" | "agreement" | "type" | "lower"> & {
    readonly js: F;
    readonly together?: "warp" | "executor";
    exchange(dtype: DType | null): string;
  },
): F => {
  const { name, exchange, together = "warp", ...others } = record;
  return defineEffect({
    ...others,
    kind: "effect",
    name,
    together,
    target: null,
    text: null,
    places: ["threads"],
    orderDependent: () => false,
    emitJs: ({ result }, args) =>
      `(yield { name: "${name}", together: "${together}", brought: [${args.join(", ")}], exchange: ${exchange(result?.dtype ?? null)} })`,
  });
};
