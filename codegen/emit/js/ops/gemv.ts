// gemv(matrix, vector, to): `to` becomes the product of a matrix and a vector. Products and sums are taken in f64 and rounded to f32 once.
import type { TileOp } from "../../../ir/tile.ts";
import type { JsEmitter } from "../context.ts";
import { round } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const [matrix, vector, to] = operation.operands.map((operand) => emitter.operand(operand));
  const [rows, columns] = matrix!.shape as [number, number];
  // Rows are taken together: an element of the vector that was read takes part in several products.
  const together = [4, 2, 1].find((count) => rows % count === 0)!;
  const steps = Array.from({ length: together }, (_, number) => number);
  const [i, j] = [emitter.fresh("i"), emitter.fresh("j")];
  emitter.block(`for (let ${i} = 0; ${i} < ${rows}; ${i} += ${together})`, () => {
    const row = (step: number): string => (step === 0 ? i : `(${i} + ${step})`);
    for (const step of steps) emitter.line(`const row$${step} = ${matrix!.rows!.start([row(step)])};`);
    emitter.line(`let ${steps.map((step) => `sum$${step} = 0`).join(", ")};`);
    emitter.block(`for (let ${j} = 0; ${j} < ${columns}; ${j}++)`, () => {
      emitter.line(`const x$ = ${vector!.read([j])};`);
      for (const step of steps) emitter.line(`sum$${step} += ${matrix!.rows!.storage}[row$${step} + ${j}] * x$;`);
    });
    for (const step of steps) emitter.line(to!.write([row(step)], round(`sum$${step}`, to!.dtype)));
  });
};
