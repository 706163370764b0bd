// Statements and expressions of programs that tests of passes build by hand.
import { binary } from "../emit/js/testing.ts";
import type { BinaryOp, Expr, Statement, Variable } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { nowhere as position } from "../ir/types.ts";

export const call = (name: string, ...args: Expr[]): Expr => ({ kind: "call", dtype: args[0]!.dtype, name, args, position });
export const not = (a: Expr): Expr => ({ kind: "unary", dtype: a.dtype, op: "not", a, position });
export const negate = (a: Expr): Expr => ({ kind: "unary", dtype: a.dtype, op: "negate", a, position });
export const select = (condition: Expr, a: Expr, b: Expr): Expr => ({ kind: "select", dtype: a.dtype, condition, a, b, position });
export const compare = (op: BinaryOp, a: Expr, b: Expr): Expr => binary(op, a, b, "bool");
export const define = (v: Variable, value: Expr): Statement => ({ kind: "let", variable: v, value, position });
export const assign = (v: Variable, value: Expr): Statement => ({ kind: "assign", variable: v, value, position });
export const when = (condition: Expr, then: readonly Statement[], otherwise: readonly Statement[] = []): Statement => ({
  kind: "if",
  condition,
  then,
  otherwise,
  position,
});
export const counting = (v: Variable, first: Expr, last: Expr, body: readonly Statement[], step = 1): Statement => ({
  kind: "for",
  mode: "serial",
  variable: v,
  first,
  last,
  step,
  stages: 1,
  body,
  position,
});
export const parallel = (indices: readonly Variable[], extents: readonly number[], body: readonly Statement[]): Statement => ({
  kind: "parallel",
  indices,
  extents,
  executor: wholeBlock,
  body,
  position,
});
