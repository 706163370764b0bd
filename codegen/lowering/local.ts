// Local arrays: a thread's own memory, kept in registers. An element is a register of its own, so every index must be known once the loops
// around it are written out; anything else is refused.
import type { RegisterRef } from "../ir/lowered.ts";
import type { Buffer, Expr, Store } from "../ir/tile.ts";
import { type Lowering, LoweringError, registerTypeOf } from "./context.ts";

export const localElement = (lowering: Lowering, buffer: Buffer, index: readonly Expr[]): RegisterRef => {
  const place = index.reduce((sum, e, axis) => {
    const at = lowering.expression(e);
    const extent = buffer.shape[axis]!;
    if (at.kind !== "immediate")
      throw new LoweringError(
        lowering.position,
        `local array ${buffer.name}: an index is known at run time only; use unrolled(first, last)`,
      );
    if (at.value < 0 || at.value >= extent)
      throw new LoweringError(lowering.position, `local array ${buffer.name}: index ${at.value} is outside of extent ${extent}`);
    return sum * extent + at.value;
  }, 0);
  let register = lowering.locals.get(buffer);
  if (!register)
    lowering.locals.set(
      buffer,
      (register = lowering.array(
        buffer.name,
        registerTypeOf(buffer.dtype),
        buffer.shape.reduce((a, b) => a * b, 1),
      )),
    );
  return { kind: "register", register, index: place };
};

export const storeLocal = (lowering: Lowering, { target, value }: Store): void => {
  if (target.kind !== "element") throw new Error("a view is no local array");
  const stored = lowering.expression(value);
  lowering.emitTo([localElement(lowering, target.buffer, target.index)], "move", [stored]);
};
