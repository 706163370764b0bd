// What an expression of a kernel's source evaluates to: a compile-time value, a run-time scalar, or a handle of the language. And scopes.
import type ts from "typescript";
import type { Buffer, Expr, NamedBarrier, Ring, Tensor, TileRef, Variable, View, ViewAxis } from "../ir/tile.ts";
import type { DType } from "../ir/types.ts";

export type StaticValue = number | string | boolean | null | undefined;
/** A loop that `for (... of ...)` runs over; `extents` and bounds are checked already. */
export type Loop =
  | {
      readonly kind: "count";
      readonly mode: "serial" | "unrolled" | "pipelined";
      readonly first: Expr;
      readonly last: Expr;
      readonly step: number;
      readonly stages: number;
    }
  | { readonly kind: "parallel"; readonly extents: readonly number[] }
  | { readonly kind: "work"; readonly extents: readonly Expr[]; readonly reversed: number | null };

export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
export type Value =
  | { readonly kind: "static"; readonly value: StaticValue }
  | { readonly kind: "scalar"; readonly expr: Expr }
  | { readonly kind: "array"; readonly elements: readonly Value[] }
  /** `complete`: a field that is not there is an error, not undefined. */
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Value>; readonly complete?: "constants" | "slot" }
  | { readonly kind: "dtype"; readonly dtype: DType }
  | { readonly kind: "closure"; readonly node: FunctionNode; readonly scope: Scope }
  /** An export of the language, or (name "*") the language as a namespace. */
  | { readonly kind: "language"; readonly name: string }
  | { readonly kind: "namespace"; readonly path: string }
  /** Math, Number, console and their members. */
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "tile"; readonly ref: TileRef }
  /** Some or all indices of a tile. */
  | { readonly kind: "element"; readonly buffer: Buffer; readonly index: readonly Expr[] }
  /** A tensor argument, cut by `slice`. */
  | { readonly kind: "tensor"; readonly tensor: Tensor; readonly cuts: readonly Pick<ViewAxis, "begin" | "length">[] }
  /** `fields` name the ring's tiles, in order. */
  | { readonly kind: "ring"; readonly ring: Ring; readonly fields: readonly string[] }
  | { readonly kind: "barrier"; readonly barrier: NamedBarrier }
  | { readonly kind: "method"; readonly of: Value & { readonly kind: "tensor" | "ring" | "tile" }; readonly name: string }
  | { readonly kind: "view"; readonly view: View }
  | { readonly kind: "range"; readonly start: Expr; readonly size: number }
  | { readonly kind: "loop"; readonly loop: Loop }
  /** Stands for a value that was diagnosed already: what is computed from it is not diagnosed again. */
  | { readonly kind: "poison" };

export const poison: Value = { kind: "poison" };
/** Stands for a name of this block whose declaration comes later. */
export const undeclared: Value = { kind: "poison" };
export const staticValue = (value: StaticValue): Value => ({ kind: "static", value });
export const nothing = staticValue(undefined);
export const scalar = (expr: Expr): Value => ({ kind: "scalar", expr });

/** A name's value; with `variable` it is assigned at run time and every use reads the variable. */
export interface Binding {
  value: Value;
  readonly assignable: boolean;
  readonly variable: Variable | null;
  readonly depth: number;
}

export class Scope {
  readonly parent: Scope | null;
  /** Path of the file that the scope belongs to. */
  readonly path: string;
  private readonly bindings = new Map<string, Binding>();
  constructor(parent: Scope | null, path: string) {
    this.parent = parent;
    this.path = path;
  }
  child(): Scope {
    return new Scope(this, this.path);
  }
  find(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.find(name);
  }
  /** Names that can be seen from here, but for those of the file. */
  names(): string[] {
    return [...this.bindings.keys(), ...(this.parent?.names() ?? [])];
  }
  /** Whether the scope itself declares the name, and its declaration has been read. */
  declares(name: string): boolean {
    const own = this.bindings.get(name);
    return own !== undefined && own.value !== undeclared;
  }
  set(name: string, binding: Binding): void {
    this.bindings.set(name, binding);
  }
}

/** What to do where a scalar is expected and this value stands. */
export const scalarAdvice = (value: Value): string => {
  switch (value.kind) {
    case "static":
      if (typeof value.value === "string") return "strings are for constants: compare them with ===";
      if (value.value === null) return "pass a number";
      return "nothing has that name here, or the function returns nothing: pass a number";
    case "array":
      return "take its element: in for (const [i] of parallel(...)) the brackets take the index out";
    case "tile":
    case "element":
    case "tensor":
    case "view":
      return "work on tiles as a whole with fill, copy or gemm, and on their elements in a loop over parallel";
    case "dtype":
      return `convert a value: ${value.dtype}(x)`;
    case "closure":
    case "method":
    case "language":
    case "builtin":
      return "call it";
    case "scalar":
    case "object":
    case "namespace":
    case "ring":
    case "barrier":
    case "range":
    case "loop":
    case "poison":
      return "pass a number, or an element";
    default:
      return value satisfies never;
  }
};

/** What to call a value in a message. */
export const describe = (value: Value): string => {
  switch (value.kind) {
    case "static":
      return typeof value.value === "string" ? `the string "${value.value}"` : `${value.value}`;
    case "scalar":
      return value.expr.dtype;
    case "array":
      return "an array";
    case "object":
      return "an object";
    case "dtype":
      return `the dtype ${value.dtype}`;
    case "closure":
    case "method":
      return "a function";
    case "language":
    case "builtin":
      return value.name === "*" ? "the language" : `'${value.name}'`;
    case "namespace":
      return "a module";
    case "tile":
      return `the ${value.ref.transposed ? "transposed " : ""}${value.ref.buffer.space} tile '${value.ref.buffer.name}'`;
    case "element":
      return value.index.length === value.buffer.shape.length ? `an element of '${value.buffer.name}'` : `a row of '${value.buffer.name}'`;
    case "tensor":
      return `the tensor '${value.tensor.name}'`;
    case "view":
      return `a view of '${value.view.tensor.name}'`;
    case "ring":
      return `the ring '${value.ring.name}'`;
    case "barrier":
      return `the barrier '${value.barrier.name}'`;
    case "range":
      return "a range";
    case "loop":
      return "a loop";
    case "poison":
      return "an error";
    default:
      return value satisfies never;
  }
};
