// gemm(a, b, c): c += a b, or c = a b where the attribute `accumulate` is false. Products and the sum over k are taken in f64 and
// rounded to f32 once (with operands rounded to tf32 first in that precision), which is at least as exact as any order of f32 sums.
import type { TileOp, TileOperand, TileRef } from "../../../ir/tile.ts";
import { operandShape } from "../../../ir/tile.ts";
import { type JsEmitter, at } from "../context.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const [a, b, c] = operation.operands.map((operand) => tile(operand, operation)) as [TileRef, TileRef, TileRef];
  const [shapeA, shapeB, shapeC] = [a, b, c].map(operandShape) as [readonly number[], readonly number[], readonly number[]];
  const [rows, inner] = shapeA.slice(-2) as [number, number];
  const columns = shapeB.at(-1)!;
  const before = shapeA.slice(0, -2);
  const batch = before[0] ?? 1;
  if (
    before.length > 1 ||
    `${shapeB}` !== `${[...before, inner, columns]}` ||
    `${shapeC}` !== `${[...before, rows, columns]}` ||
    c.buffer.dtype !== "f32"
  ) {
    throw new Error(
      `${at(operation.position)}: gemm of [${shapeA}] and [${shapeB}] into [${shapeC}] ${c.buffer.dtype}: needs [M, K], [K, N] and f32 [M, N]`,
    );
  }
  // A block of 4 x 2 sums, or 1 x 4, is kept in registers: each element read takes part in several products.
  const blockRows = rows % 4 === 0 ? 4 : 1;
  const blockColumns = (blockRows === 1 ? [4, 2, 1] : [2, 1]).find((count) => columns % count === 0)!;
  const blockOf = (extent: number): readonly number[] => Array.from({ length: extent }, (_, number) => number);
  const [rowSteps, columnSteps] = [blockOf(blockRows), blockOf(blockColumns)];
  const [i, j, k] = [emitter.fresh("i"), emitter.fresh("j"), emitter.fresh("k")];
  const n = emitter.fresh("n");
  const element = ({ buffer, transposed }: TileRef, row: string, column: string): string => {
    const [height, width] = buffer.shape.slice(-2) as [number, number];
    const within = transposed ? `${column} * ${width} + ${row}` : `${row} * ${width} + ${column}`;
    return `${emitter.buffer(buffer)}[${batch === 1 ? within : `${n} * ${height * width} + ${within}`}]`;
  };
  const factor = (text: string): string => (operation.attributes["precision"] === "tf32" ? `tf32Value(${text})` : text);
  const products = (): void =>
    emitter.block(`for (let ${i} = 0; ${i} < ${rows}; ${i} += ${blockRows})`, () => {
      emitter.block(`for (let ${j} = 0; ${j} < ${columns}; ${j} += ${blockColumns})`, () => {
        emitter.line(`let ${rowSteps.flatMap((row) => columnSteps.map((column) => `${sum(row, column)} = 0`)).join(", ")};`);
        emitter.block(`for (let ${k} = 0; ${k} < ${inner}; ${k}++)`, () => {
          for (const row of rowSteps) emitter.line(`const a$${row} = ${factor(element(a, plus(i, row), k))};`);
          for (const column of columnSteps) emitter.line(`const b$${column} = ${factor(element(b, k, plus(j, column)))};`);
          for (const row of rowSteps) emitter.line(columnSteps.map((column) => `${sum(row, column)} += a$${row} * b$${column};`).join(" "));
        });
        const assign = operation.attributes.accumulate === false ? "=" : "+=";
        for (const row of rowSteps)
          for (const column of columnSteps) emitter.line(`${element(c, plus(i, row), plus(j, column))} ${assign} ${sum(row, column)};`);
      });
    });
  if (batch === 1) products();
  else emitter.block(`for (let ${n} = 0; ${n} < ${batch}; ${n}++)`, products);
};

const tile = (operand: TileOperand, operation: TileOp): TileRef => {
  if (operand.kind === "tile") return operand;
  throw new Error(`${at(operation.position)}: gemm takes tiles; copy '${operand.tensor.name}' into a shared tile first`);
};

const sum = (row: number, column: number): string => `sum$${row}${column}`;
const plus = (text: string, step: number): string => (step === 0 ? text : `(${text} + ${step})`);
