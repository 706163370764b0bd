// Folding of constants in loops that are written out: what the instruction gives, or nothing.
import { expect, test } from "vitest";
import { operations } from "../../dsl/ops/index.ts";
import type { BinaryOp, Expr } from "../ir/tile.ts";
import { type DType, nowhere } from "../ir/types.ts";
import { foldedValue } from "./fold.ts";

const constant = (value: number, dtype: DType): Expr => ({ kind: "constant", dtype, value });
const binary = (op: BinaryOp, dtype: DType, a: number, b: number): number | null => {
  const operand = dtype === "bool" ? "i32" : dtype;
  return foldedValue(
    { kind: "binary", dtype, op, a: constant(a, operand), b: constant(b, operand), position: nowhere },
    [a, b],
    operations,
  );
};
const cast = (to: DType, from: DType, a: number): number | null =>
  foldedValue({ kind: "cast", dtype: to, a: constant(a, from), position: nowhere }, [a], operations);

test("what does not fit its type is not folded: the simulator reports it", () => {
  expect([binary("add", "i32", 2 ** 31 - 1, 1), binary("subtract", "u32", 1, 2), binary("multiply", "i32", 65536, 65536)]).toEqual([
    null,
    null,
    null,
  ]);
  expect([cast("u32", "i32", -1), cast("i32", "u32", 2 ** 31)]).toEqual([null, null]);
  expect([binary("add", "i32", 2 ** 31 - 2, 1), binary("subtract", "i32", 1, 2), cast("u32", "i32", 7)]).toEqual([2 ** 31 - 1, -1, 7]);
});
test("comparisons and truth values are 0 and 1", () => {
  const of = (op: BinaryOp): (number | null)[] =>
    [
      [1, 2],
      [2, 2],
      [3, 2],
    ].map(([a, b]) => binary(op, "bool", a!, b!));
  expect(["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"].map((op) => of(op as BinaryOp))).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
    [0, 1, 1],
    [0, 1, 0],
    [1, 0, 1],
  ]);
  expect([cast("bool", "i32", -3), cast("bool", "i32", 0), cast("i32", "bool", 1)]).toEqual([1, 0, 1]);
});
