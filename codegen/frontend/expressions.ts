// Expressions of tile IR, simplified as they are built: constants are folded as the device computes them, neutral elements vanish.
// Nothing is folded whose value could differ: x + 0.0 stays (it turns -0 into 0), an integer overflow stays for the simulator to report.
import { binaryValue } from "../ir/fold.ts";
import { operations } from "../../dsl/ops/index.ts";
import { isValueOf, roundTo } from "../ir/numeric.ts";
import type { BinaryOp, Expr, UnaryOp, Variable } from "../ir/tile.ts";
import { type DType, isFloat, isInteger, type Position } from "../ir/types.ts";
import { walkExpression } from "../passes/walk.ts";

/** Floats are rounded to the dtype, booleans are 0 and 1. */
export const constant = (dtype: DType, value: number): Expr => ({
  kind: "constant",
  dtype,
  value: isFloat(dtype) ? roundTo(dtype, value) : value,
});
export const variableOf = (variable: Variable): Expr => ({ kind: "variable", dtype: variable.dtype, variable });

const comparison: ReadonlySet<BinaryOp> = new Set(["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"]);

/** A constant of the dtype, or null where the integer does not fit. */
const folded = (dtype: DType, value: number): Expr | null => {
  if (isInteger(dtype) && !isValueOf(dtype, value)) return null;
  return constant(dtype, isInteger(dtype) ? value + 0 : value);
};

const isConstant = (e: Expr, value: number): boolean => e.kind === "constant" && Object.is(e.value, value);

/** Operands have one dtype already. */
export const binary = (op: BinaryOp, a: Expr, b: Expr, position: Position): Expr => {
  const dtype = comparison.has(op) ? "bool" : a.dtype;
  if (a.kind === "constant" && b.kind === "constant") {
    const value = folded(dtype, binaryValue(op, a.value, b.value));
    if (value) return value;
  }
  const integer = isInteger(a.dtype);
  switch (op) {
    case "add":
      if (integer && isConstant(a, 0)) return b;
      if (integer && isConstant(b, 0)) return a;
      break;
    case "subtract":
      if (isConstant(b, 0)) return a;
      break;
    case "multiply":
      if (isConstant(a, 1)) return b;
      if (isConstant(b, 1)) return a;
      if (integer && (isConstant(a, 0) || isConstant(b, 0))) return constant(dtype, 0);
      break;
    case "divide":
      if (isConstant(b, 1)) return a;
      break;
    case "and":
      if (isConstant(a, 1)) return b;
      if (isConstant(b, 1)) return a;
      if (isConstant(a, 0) || isConstant(b, 0)) return constant("bool", 0);
      break;
    case "or":
      if (isConstant(a, 0)) return b;
      if (isConstant(b, 0)) return a;
      if (isConstant(a, 1) || isConstant(b, 1)) return constant("bool", 1);
      break;
    case "less":
    case "lessEqual":
    case "greater":
    case "greaterEqual":
    case "equal":
    case "notEqual":
      break;
    default:
      return op satisfies never;
  }
  return { kind: "binary", dtype, op, a, b, position };
};

/** Of integers only: every comparison with NaN is false. */
const opposite: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  less: "greaterEqual",
  lessEqual: "greater",
  greater: "lessEqual",
  greaterEqual: "less",
  equal: "notEqual",
  notEqual: "equal",
};
export const unary = (op: UnaryOp, a: Expr, position: Position): Expr => {
  if (a.kind === "constant") {
    const value = op === "negate" ? folded(a.dtype, -a.value) : op === "not" ? constant("bool", 1 - a.value) : null;
    if (value) return value;
  }
  if (a.kind === "unary" && a.op === op) return a.a;
  if (op === "not" && a.kind === "binary" && isInteger(a.a.dtype) && opposite[a.op]) return { ...a, op: opposite[a.op]! };
  return { kind: "unary", dtype: a.dtype, op, a, position };
};

export const select = (condition: Expr, a: Expr, b: Expr, position: Position): Expr => {
  if (condition.kind === "constant") return condition.value ? a : b;
  if (a.kind === "constant" && b.kind === "constant" && Object.is(a.value, b.value)) return a;
  return { kind: "select", dtype: a.dtype, condition, a, b, position };
};

export const cast = (dtype: DType, a: Expr, position: Position): Expr => {
  if (a.dtype === dtype) return a;
  if (a.kind === "constant" && dtype === "bool") return constant("bool", Number(a.value !== 0));
  if (a.kind === "constant") {
    const inRange = !isInteger(dtype) || (Number.isFinite(a.value) && isValueOf(dtype, Math.trunc(a.value)));
    if (inRange) return constant(dtype, isInteger(dtype) ? Math.trunc(a.value) + 0 : a.value);
  }
  return { kind: "cast", dtype, a, position };
};

/** A scalar function whose arguments have their types already. */
export const call = (name: string, args: readonly Expr[], result: DType, position: Position): Expr => {
  const record = operations[name];
  if (record?.kind === "scalar" && args.every((a) => a.kind === "constant")) {
    const value = record.fold(
      args.map((a) => (a as Expr & { kind: "constant" }).value),
      args[0]!.dtype,
    );
    const known = value === null ? null : folded(result, value);
    if (known) return known;
  }
  return { kind: "call", dtype: result, name, args, position };
};

/** Whether the value can change between where it is written and where it is used: it reads memory or an assigned variable. */
export const isVolatile = (e: Expr): boolean => {
  let found = false;
  walkExpression(e, (part) => {
    found ||= part.kind === "element" || part.kind === "read" || (part.kind === "variable" && part.variable.mutable);
  });
  return found;
};
