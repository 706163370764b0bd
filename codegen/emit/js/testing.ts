// Hand-built tile IR for the tests of this folder: short names for nodes without a source, host tensors, and one call that emits and runs.
import { fromStorage, storageFor, toStorage } from "../../ir/numeric.ts";
import type {
  BinaryOp,
  Buffer,
  Expr,
  Parameter,
  Statement,
  Tensor,
  TileOp,
  TileOperand,
  TileProgram,
  Variable,
  View,
} from "../../ir/tile.ts";
import { wholeBlock } from "../../ir/tile.ts";
import { type DType, nowhere } from "../../ir/types.ts";
import { emitJs, type JsArgument, type JsTensor, loadJs } from "./index.ts";

export const variable = (name: string, dtype: DType, role: Variable["role"]): Variable => ({
  kind: "variable",
  name,
  dtype,
  role,
  mutable: false,
});
export const use = (v: Variable): Expr => ({ kind: "variable", dtype: v.dtype, variable: v });
export const constant = (value: number, dtype: DType = "i32"): Expr => ({ kind: "constant", dtype, value });
export const binary = (op: BinaryOp, a: Expr, b: Expr, dtype = a.dtype): Expr => ({ kind: "binary", dtype, op, a, b, position: nowhere });
export const cast = (dtype: DType, a: Expr): Expr => ({ kind: "cast", dtype, a, position: nowhere });
export const tensor = (name: string, dtype: DType, extents: readonly (number | null)[]): Tensor => ({
  kind: "tensor",
  name,
  dtype,
  extents,
  position: nowhere,
});
export const buffer = (name: string, dtype: DType, shape: readonly number[]): Buffer => ({
  kind: "buffer",
  name,
  space: "fragment",
  dtype,
  shape,
  executor: wholeBlock,
  position: nowhere,
});
export const tile = (b: Buffer, transposed = false): TileOperand => ({ kind: "tile", buffer: b, transposed });
export const view = (t: Tensor, ...axes: readonly [start: Expr, size: number | null, begin?: Expr, length?: Expr][]): View => ({
  kind: "view",
  tensor: t,
  axes: axes.map(([start, size, begin, length]) => ({ start, size, begin: begin ?? null, length: length ?? null })),
});
export const operation = (
  name: string,
  operands: readonly TileOperand[],
  attributes: TileOp["attributes"] = {},
  scalars: readonly Expr[] = [],
): TileOp => ({
  kind: "tile",
  name,
  operands,
  scalars,
  attributes,
  executor: wholeBlock,
  position: nowhere,
});
export const run = (parameters: readonly (Tensor | Variable)[], body: readonly Statement[], args: readonly JsArgument[]): string => {
  const list = parameters.map(
    (p): Parameter => (p.kind === "tensor" ? { kind: "tensor", tensor: p } : { kind: "scalar", variable: p, position: nowhere }),
  );
  const program: TileProgram = {
    name: "test",
    file: "test.ts",
    sources: [],
    parameters: list,
    warps: 4,
    maxRegisters: null,
    blocksPerMultiprocessor: null,
    body,
  };
  const text = emitJs(program);
  loadJs(text)(...args);
  return text;
};

/** Contiguous host tensor of values rounded to the dtype. */
export const host = (dtype: DType, shape: readonly number[], value: (place: number) => number): JsTensor => {
  const data = storageFor(
    dtype,
    shape.reduce((a, b) => a * b, 1),
  );
  for (let place = 0; place < data.length; place += 1) data[place] = toStorage(dtype, value(place));
  return { dtype, data, shape, strides: shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1)), offset: 0 };
};
export const values = (t: JsTensor, dtype: DType): number[] => Array.from(t.data, (stored) => fromStorage(dtype, stored));
export const noise =
  (seed: number) =>
  (place: number): number =>
    Math.fround(Math.sin(place * 12.9898 + seed * 78.233) * 3);
export const zeros = (): number => 0;
