// fill(operand, value): every element that exists becomes the value, rounded to the operand's dtype.
import type { TileOp } from "../../../ir/tile.ts";
import type { JsEmitter } from "../context.ts";
import { convert } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const target = operation.operands[0]!;
  const scalar = operation.scalars[0]!;
  const access = emitter.operand(target);
  const value = emitter.named("value", convert(emitter.expression(scalar), scalar.dtype, access.dtype));
  if (target.kind === "tile") emitter.line(`${emitter.buffer(target.buffer)}.fill(${value});`);
  else emitter.loops(access, (index) => emitter.line(access.write(index, value)));
};
