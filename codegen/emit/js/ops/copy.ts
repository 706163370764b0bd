// copy(from, to) and convert(from, to): elements outside the source's tensor read as 0, writes outside the target's are dropped;
// values are rounded to the target's dtype.
import type { TileOp } from "../../../ir/tile.ts";
import { type JsEmitter, type OperandAccess, at } from "../context.ts";
import { convert } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const target = operation.operands[1]!;
  const from = emitter.operand(operation.operands[0]!);
  const to = emitter.operand(target);
  if (`${from.shape}` !== `${to.shape}`)
    throw new Error(`${at(operation.position)}: ${operation.name} of [${from.shape}] to [${to.shape}]: shapes must be equal`);
  const value = (index: readonly string[]): string => convert(from.read(index), from.dtype, to.dtype);
  const missing = missingSomewhere(from);
  if (missing === null) {
    emitter.loops(to, (index) => emitter.line(to.write(index, value(index))));
  } else if (target.kind === "tile") {
    emitter.line(`if (${missing}) ${emitter.buffer(target.buffer)}.fill(0);`);
    emitter.loops(from, (index) => emitter.line(to.write(index, value(index))));
  } else {
    emitter.loops(to, (index) =>
      emitter.line(to.write(index, `(${present(from, index)} ? ${value(index)} : ${to.dtype === "bool" ? "false" : "0"})`)),
    );
  }
};

/** Condition that some element of an operand does not exist; null if all always do. */
const missingSomewhere = (access: OperandAccess): string | null => {
  const conditions = access.bounds.flatMap((bounds, axis) =>
    bounds === null ? [] : [...(bounds.low === "0" ? [] : [`${bounds.low} > 0`]), `${bounds.high} < ${access.shape[axis]}`],
  );
  if (access.exists !== null) conditions.push(`!${access.exists}`);
  return conditions.length === 0 ? null : conditions.join(" || ");
};

/** Condition that one element exists. */
const present = (access: OperandAccess, index: readonly string[]): string => {
  const conditions = access.bounds.flatMap((bounds, axis) =>
    bounds === null ? [] : [...(bounds.low === "0" ? [] : [`${index[axis]} >= ${bounds.low}`]), `${index[axis]} < ${bounds.high}`],
  );
  if (access.exists !== null) conditions.push(access.exists);
  return conditions.join(" && ");
};
