// Operators: what stands above a launch. A plan is data: the tensors and scalars an operator takes, what it allocates, and for each variant the
// launches in order. Every number in it is an expression of a small integer language over the arguments' shapes, which JavaScript evaluates and
// C can print; nothing in a plan is a closure.
import type { Constants } from "../compile.ts";
import type { Expr, TileProgram, Variable } from "./tile.ts";
import type { DType } from "./types.ts";

export type IntegerOp =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "ceilDiv"
  | "remainder"
  | "min"
  | "max"
  | "less"
  | "lessEqual"
  | "equal"
  | "and"
  | "or";

/** An exact integer below 2^53. Comparisons give 0 or 1; `divide` rounds toward zero. */
export type Integer =
  | number
  | { readonly kind: "extent"; readonly tensor: string; readonly axis: number }
  | { readonly kind: "scalar"; readonly name: string }
  /** Multiprocessors of the device that runs the plan (1 on the CPU). */
  | { readonly kind: "multiprocessors" }
  | { readonly kind: "binary"; readonly op: IntegerOp; readonly a: Integer; readonly b: Integer };

const binary =
  (op: IntegerOp) =>
  (a: Integer, b: Integer): Integer =>
    typeof a === "number" && typeof b === "number" ? apply(op, a, b) : { kind: "binary", op, a, b };
const apply = (op: IntegerOp, a: number, b: number): number => {
  switch (op) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return Math.trunc(a / b);
    case "ceilDiv":
      return Math.ceil(a / b);
    case "remainder":
      return a % b;
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    case "less":
      return a < b ? 1 : 0;
    case "lessEqual":
      return a <= b ? 1 : 0;
    case "equal":
      return a === b ? 1 : 0;
    case "and":
      return a !== 0 && b !== 0 ? 1 : 0;
    case "or":
      return a !== 0 || b !== 0 ? 1 : 0;
    default:
      return op satisfies never;
  }
};
/** Builders of the language, for plans. */
export const integer = {
  extent: (tensor: string, axis: number): Integer => ({ kind: "extent", tensor, axis }),
  scalar: (name: string): Integer => ({ kind: "scalar", name }),
  multiprocessors: { kind: "multiprocessors" } as Integer,
  add: binary("add"),
  subtract: binary("subtract"),
  multiply: binary("multiply"),
  divide: binary("divide"),
  ceilDiv: binary("ceilDiv"),
  remainder: binary("remainder"),
  min: binary("min"),
  max: binary("max"),
  less: binary("less"),
  lessEqual: binary("lessEqual"),
  equal: binary("equal"),
  and: binary("and"),
  or: binary("or"),
} as const;

/** What the leaves of an expression stand for in one call. */
export interface IntegerEnvironment {
  extent(tensor: string, axis: number): number;
  scalar(name: string): number;
  readonly multiprocessors: number;
}
export const evaluateInteger = (e: Integer, environment: IntegerEnvironment): number => {
  if (typeof e === "number") return e;
  switch (e.kind) {
    case "extent":
      return environment.extent(e.tensor, e.axis);
    case "scalar":
      return environment.scalar(e.name);
    case "multiprocessors":
      return environment.multiprocessors;
    case "binary":
      return apply(e.op, evaluateInteger(e.a, environment), evaluateInteger(e.b, environment));
    default:
      return e satisfies never;
  }
};
const symbols: Readonly<Record<Exclude<IntegerOp, "ceilDiv" | "min" | "max">, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  remainder: "%",
  less: "<",
  lessEqual: "<=",
  equal: "==",
  and: "&&",
  or: "||",
};
/** C text over `int64_t` variables named `<tensor>_extent<axis>`, `<scalar>` and `multiprocessors`. */
export const printInteger = (e: Integer): string => {
  if (typeof e === "number") return String(e);
  switch (e.kind) {
    case "extent":
      return `${e.tensor}_extent${e.axis}`;
    case "scalar":
      return e.name;
    case "multiprocessors":
      return "multiprocessors";
    case "binary": {
      const [a, b] = [printInteger(e.a), printInteger(e.b)];
      if (e.op === "ceilDiv") return `((${a} + ${b} - 1) / ${b})`;
      if (e.op === "min" || e.op === "max") return `(${a} ${e.op === "min" ? "<" : ">"} ${b} ? ${a} : ${b})`;
      return `(${a} ${symbols[e.op]} ${b})`;
    }
    default:
      return e satisfies never;
  }
};

// ---- the grid of a kernel, from its work loop

export class PlanError extends Error {}

/** An extent of work, whose definitions are resolved already; throws a PlanError where C could not compute it before the launch. */
export const extentOfWork = (e: Expr): Integer => fromExpression(e, new Map());
const fromExpression = (e: Expr, definitions: ReadonlyMap<Variable, Expr>): Integer => {
  const sub = (x: Expr): Integer => fromExpression(x, definitions);
  switch (e.kind) {
    case "constant":
      return e.value;
    case "extent":
      return integer.extent(e.tensor.name, e.axis);
    case "variable": {
      const value = definitions.get(e.variable);
      if (value) return sub(value);
      if (e.variable.role === "parameter") return integer.scalar(e.variable.name);
      break;
    }
    case "binary":
      if (e.op === "add" || e.op === "subtract" || e.op === "multiply") return integer[e.op](sub(e.a), sub(e.b));
      break;
    case "call": {
      const [a, b] = e.args;
      const op = ({ idiv: "divide", ceilDiv: "ceilDiv", remainder: "remainder", min: "min", max: "max" } as const)[e.name];
      if (op && a && b) return integer[op](sub(a), sub(b));
      break;
    }
    case "unary":
    case "select":
    case "cast":
    case "element":
    case "read":
      break;
    default:
      return e satisfies never;
  }
  throw new PlanError(
    "an extent of `work` must be made of shapes, scalar arguments, constants, + - *, idiv, ceilDiv, remainder, min and max",
  );
};
/** Blocks of a launch: the product of the work loop's extents; 1 for a kernel without one. */
export const gridOf = (program: TileProgram): Integer => {
  const definitions = new Map<Variable, Expr>();
  for (const s of program.body) {
    if (s.kind === "let") definitions.set(s.variable, s.value);
    if (s.kind === "work")
      return s.extents.map((e) => integer.max(fromExpression(e, definitions), 0)).reduce((a, b) => integer.multiply(a, b), 1);
  }
  return 1;
};

// ---- operators

export interface PlanTensor {
  readonly kind: "tensor";
  readonly name: string;
  readonly dtype: DType;
  /** One integer per axis: a number fixes it, an extent of an earlier tensor ties it, null leaves it free. */
  readonly shape: readonly (Integer | null)[];
  /** May be left out of a call; kernels then get an empty tensor and must not read it. */
  readonly optional: boolean;
  /** Is written in place (a pool of states): then it shares memory with no other argument. */
  readonly updated?: boolean;
}
export interface PlanScalar {
  readonly kind: "scalar";
  readonly name: string;
  readonly dtype: "i32" | "u32" | "f32";
}
/** A tensor that the plan allocates. Its former contents are not read. */
export interface PlanAllocation {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Integer[];
}
export type PlanArgument = { readonly kind: "tensor"; readonly name: string } | Integer;
/** What a call must fulfil beyond dtypes and shapes, and what to tell whoever breaks it. */
export interface PlanRequirement {
  readonly argument: string;
  readonly holds: Integer;
  readonly says: string;
}
export interface PlanLaunch {
  /** Path of the kernel's TypeScript file, relative to the plan's folder, and its given name. */
  readonly file: string;
  readonly kernel: string;
  readonly problem: Constants;
  readonly tuning: Constants;
  /** By the kernel's parameter names: a tensor of the plan, or a scalar. Tensors left out are absent. */
  readonly arguments: Readonly<Record<string, PlanArgument>>;
}
export interface PlanVariant {
  readonly name: string;
  /** The first variant whose predicate is not 0 runs. */
  readonly when: Integer;
  readonly workspace: readonly PlanAllocation[];
  readonly launches: readonly PlanLaunch[];
}
/** The type parameters are the names of what a call gives and gets. */
export interface OperatorPlan<Tensor extends string = string, Scalar extends string = string, Output extends string = string> {
  readonly name: string;
  /** The file that the plan is of, as its import.meta.url: kernel files are relative to it. */
  readonly url: string;
  /** What the plan was made from: with the name, it says which configurations a certificate is for. */
  readonly problem: Constants;
  readonly tuning: Constants;
  readonly parameters: readonly ((PlanTensor & { readonly name: Tensor }) | (PlanScalar & { readonly name: Scalar }))[];
  readonly requires: readonly PlanRequirement[];
  readonly outputs: readonly (PlanAllocation & { readonly name: Output })[];
  readonly variants: readonly PlanVariant[];
}
