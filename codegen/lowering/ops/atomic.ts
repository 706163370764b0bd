// Atomics: the address of one element, and one instruction.
import type { AtomicOperation } from "../../ir/atomic.ts";
import type { Operand } from "../../ir/lowered.ts";
import type { Effect } from "../../ir/tile.ts";
import { type Lowering, registerTypeOf } from "../context.ts";
import { elementPlace, sharedAddressOf } from "../views.ts";

export const lowerAtomic = (effect: Effect, operation: AtomicOperation, values: readonly Operand[], lowering: Lowering): Operand | null => {
  const target = effect.target!;
  const [name, address] =
    target.kind === "view"
      ? (["atomicGlobal", elementPlace(lowering, target)] as const)
      : (["atomicShared", sharedAddressOf(lowering, target.buffer, target.index)] as const);
  const type = registerTypeOf(effect.args[0]!.dtype);
  if (effect.result) return lowering.emit(name, type, [address, ...values], { operation }, "old");
  lowering.emitTo([], name, [address, ...values], { operation });
  return null;
};
