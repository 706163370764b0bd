// Combinations that operations bring along themselves, and what type the elements of a tile are combined in.
import type { BinaryOp, Combination, Expr, TileOp, Variable } from "./tile.ts";
import { operandDType } from "./tile.ts";
import type { DType } from "./types.ts";

/** 16-bit elements take part as f32 and are rounded when they are stored. */
export const combinedDType = (dtype: DType): DType => (dtype === "f16" || dtype === "bf16" ? "f32" : dtype);
export const combinationVariable = (name: string, dtype: DType): Variable => ({
  kind: "variable",
  name,
  dtype: combinedDType(dtype),
  role: "local",
  mutable: false,
});

/** The combination of an operation: the author's, or what its attribute `operation` names. */
export const combinationOf = (operation: TileOp): Combination => {
  if (operation.combination) return operation.combination;
  const [left, right] = ["left", "right"].map((name) => combinationVariable(name, operandDType(operation.operands[0]!))) as [
    Variable,
    Variable,
  ];
  const [a, b] = [left, right].map((variable): Expr => ({ kind: "variable", dtype: variable.dtype, variable })) as [Expr, Expr];
  const { position } = operation;
  const result: Expr =
    operation.attributes["operation"] === "max"
      ? { kind: "call", dtype: left.dtype, name: "max", args: [a, b], position }
      : { kind: "binary", dtype: left.dtype, op: "add" satisfies BinaryOp, a, b, position };
  return { left: [left], right: [right], definitions: [], results: [result] };
};
