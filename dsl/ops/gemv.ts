// gemv: function, shape and dtype rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/gemv.ts";
import { layoutProduct, lowerProduct } from "../../codegen/lowering/ops/reduce.ts";
import { operandDType, operandShape } from "../../codegen/ir/tile.ts";
import { blockOf } from "../tiles.ts";
import type { f32 } from "../types/scalars.ts";
import type { Fragment } from "../types/shapes.ts";
import { defineTile } from "./define.ts";

export const gemv = defineTile({
  kind: "tile",
  name: "gemv",
  doc: "Product of a matrix and a vector, both f32 fragments: to[i] is the sum of matrix[i][j] * vector[j] over j, by fused multiply-adds.",
  example: "gemv(state, weights, output);",
  js: <M extends number, N extends number>(
    matrix: Fragment<f32, readonly [M, N]>,
    vector: Fragment<f32, readonly [N]>,
    to: Fragment<f32, readonly [M]>,
  ): void => {
    const [a, x, y] = [blockOf(matrix), blockOf(vector), blockOf(to)];
    const [rows, columns] = a.shape as [number, number];
    if (`${x.shape}` !== `${columns}` || `${y.shape}` !== `${rows}`)
      throw new RangeError(`gemv: [${a.shape}] x [${x.shape}] -> [${y.shape}]`);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += a.get([i, j]) * x.get([j]);
      y.set([i], Math.fround(sum));
    }
  },
  parameters: [
    { name: "matrix", kind: "operand", access: "read", spaces: ["fragment"] },
    { name: "vector", kind: "operand", access: "read", spaces: ["fragment"] },
    { name: "to", kind: "operand", access: "write", spaces: ["fragment"] },
  ],
  check: ({ operands }) => {
    const shapes = operands.map(operandShape);
    const [[rows, columns], x, y] = shapes as [readonly number[], readonly number[], readonly number[]];
    if (shapes[0]!.length !== 2) return { message: `gemv takes a matrix, not a tile of rank ${shapes[0]!.length}`, argument: 0 };
    if (`${x}` !== `${columns}`) return { message: `gemv: the vector is [${x}], the matrix [${shapes[0]}]`, argument: 1 };
    if (`${y}` !== `${rows}`) return { message: `gemv: the result is [${y}], the matrix [${shapes[0]}]`, argument: 2 };
    const other = operands.findIndex((operand) => operandDType(operand) !== "f32");
    if (other >= 0)
      return { message: `gemv takes f32, not ${operandDType(operands[other]!)}`, argument: other, help: "convert the tile to f32 first" };
    const turned = operands.findIndex((operand) => operand.kind === "tile" && operand.transposed);
    return turned < 0 ? null : { message: "gemv takes no transposed tile", argument: turned };
  },
  layout: layoutProduct,
  lower: lowerProduct,
  emitJs,
});
