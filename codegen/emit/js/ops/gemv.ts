// gemv(matrix, vector, to): `to` becomes the product of a matrix and a vector. Products and sums are taken in f64 and rounded to f32 once.
import type { TileOp } from "../../../ir/tile.ts";
import type { JsEmitter } from "../context.ts";
import { round } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const [matrix, vector, to] = operation.operands.map((operand) => emitter.operand(operand));
  const j = emitter.fresh("j");
  const result = emitter.fresh("result");
  emitter.loops(to!, ([i]) => {
    emitter.line(`let ${result} = 0;`);
    emitter.line(`for (let ${j} = 0; ${j} < ${matrix!.shape[1]}; ${j}++) ${result} += ${matrix!.read([i!, j])} * ${vector!.read([j])};`);
    emitter.line(to!.write([i!], round(result, to!.dtype)));
  });
};
