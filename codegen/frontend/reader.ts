// The state of reading one kernel: diagnostics, the statements made so far, the parallel loop that is open, the functions being inlined.
import type ts from "typescript";
import { Diagnostic, type DiagnosticCode } from "../diagnostics.ts";
import { type Buffer, type Executor, type Expr, type Ring, type Statement, type Variable, wholeBlock } from "../ir/tile.ts";
import { roundTo } from "../ir/numeric.ts";
import type { DType, Position } from "../ir/types.ts";
import { elementIndex, isUnrolled } from "./elements.ts";
import { constant, isVolatile, variableOf } from "./expressions.ts";
import { loadCompiler, positionOf } from "./source.ts";
import { describe, type FunctionNode, poison, type Scope, scalar, type Value } from "./values.ts";

/** The `parallel` loop whose body is being read, what was declared in that body, and how many functions were being inlined around it. */
export interface OpenParallel {
  readonly indices: readonly Variable[];
  readonly extents: readonly number[];
  readonly locals: Set<Variable | Buffer>;
  readonly definitions: Map<Variable, Expr>;
  readonly inlining: number;
}

export class Reader {
  readonly diagnostics: Diagnostic[] = [];
  /** Where statements go. */
  statements: Statement[] = [];
  parallel: OpenParallel | null = null;
  /** What was declared in the per-thread code being read, or null outside of such code. */
  threads: Set<Variable | Buffer> | null = null;
  /** Warps of the block, or of the role whose body is being read. */
  warps = 4;
  /** The kernel may add floats in the order in which threads come. */
  nondeterministic = false;
  /** Inside the device program; outside, everything is computed at compile time. */
  device = false;
  /** How many run-time branches and loops the statement being read stands in. */
  depth = 0;
  /** Whether the body of the loop over work is being read. */
  working = false;
  readonly inlining: FunctionNode[] = [];
  /** The role whose body is being read, and the variables declared in it. */
  role: { readonly executor: Executor; readonly locals: Set<Variable> } | null = null;
  /** The ring whose fill is being read, and the rings whose slot is in use. */
  filling: Ring | null = null;
  readonly using = new Set<Ring>();
  /** Variables whose values are known once the loops around them are written out. */
  readonly unrolled = new Set<Variable>();
  /** Tiles that pipelined loops fill. */
  readonly fetched = new Set<Buffer>();
  /** Scopes of files, by path. */
  readonly modules = new Map<string, Scope>();
  /** How many names were made of each prefix, where no declaration gives one. */
  private readonly fresh = new Map<string, number>();

  constructor() {
    loadCompiler();
  }
  /** Who carries out what is read. */
  get place(): "threads" | "parallel" | "executor" {
    return this.threads ? "threads" : this.parallel ? "parallel" : "executor";
  }
  get executor(): Executor {
    return this.role?.executor ?? wholeBlock;
  }
  report(code: DiagnosticCode, node: ts.Node, ...parts: string[]): void {
    this.reportAt(code, positionOf(node), ...parts);
  }
  reportAt(code: DiagnosticCode, position: Position, ...parts: string[]): void {
    const diagnostic = new Diagnostic(code, position, parts);
    const same = (d: Diagnostic): boolean =>
      d.code === code &&
      d.position.file === diagnostic.position.file &&
      d.position.line === diagnostic.position.line &&
      d.position.column === diagnostic.position.column;
    if (!this.diagnostics.some(same)) this.diagnostics.push(diagnostic);
  }
  /** The statements that `body` makes, and what it returns. */
  capture<T>(body: () => T): { readonly statements: Statement[]; readonly result: T } {
    const outer = this.statements;
    const statements: Statement[] = [];
    this.statements = statements;
    this.depth += 1;
    try {
      return { statements, result: body() };
    } finally {
      this.statements = outer;
      this.depth -= 1;
    }
  }
  variable(name: string, dtype: DType, role: Variable["role"], mutable = false): Variable {
    const made: Variable = { kind: "variable", name, dtype, role, mutable };
    this.parallel?.locals.add(made);
    this.threads?.add(made);
    this.role?.locals.add(made);
    return made;
  }
  temporary(prefix: string): string {
    const count = (this.fresh.get(prefix) ?? 0) + 1;
    this.fresh.set(prefix, count);
    return `${prefix}${count}`;
  }
  /** A value under a name: anything but a constant or a variable that is never assigned gets a variable of its own. */
  hold(name: string, value: Expr, node: ts.Node): Expr {
    if (value.kind === "constant" || value.kind === "extent" || (value.kind === "variable" && !value.variable.mutable)) return value;
    const variable = this.variable(name, value.dtype, "local");
    this.statements.push({ kind: "let", variable, value, position: positionOf(node) });
    this.parallel?.definitions.set(variable, value);
    if (isUnrolled(this, value)) this.unrolled.add(variable);
    return variableOf(variable);
  }
  /** A value that does not change any more, whatever is assigned or written behind it. */
  settle(value: Expr, node: ts.Node): Expr {
    return isVolatile(value) ? this.hold(this.temporary("held"), value, node) : value;
  }

  /** The same for a value that is kept in an array or object. */
  settled(value: Value, node: ts.Node): Value {
    if (value.kind === "element" && value.index.length < value.buffer.shape.length)
      return { ...value, index: value.index.map((e) => this.settle(e, node)) };
    if (value.kind !== "scalar" && value.kind !== "element") return value;
    const expr = this.scalarOf(value, node);
    return expr !== null && typeof expr === "object" ? scalar(this.settle(expr, node)) : poison;
  }

  // ---- scalars

  /** A value as a scalar: a compile-time number or boolean, or an expression. Null after a diagnostic. */
  scalarOf(value: Value, node: ts.Node): number | boolean | Expr | null {
    if (value.kind === "scalar") return value.expr;
    if (value.kind === "static" && (typeof value.value === "number" || typeof value.value === "boolean")) return value.value;
    if (value.kind === "element" && value.index.length === value.buffer.shape.length) {
      const { buffer, index } = value;
      if (!elementIndex(this, buffer, index, node)) return null;
      return { kind: "element", dtype: buffer.dtype, buffer, index, position: positionOf(node) };
    }
    if (value.kind !== "poison") this.report("CUI2011", node, describe(value));
    return null;
  }
  /** A scalar as an expression of a dtype: literals adapt, 16-bit floats widen to f32, nothing else converts by itself. */
  coerce(value: number | boolean | Expr | null, dtype: DType, node: ts.Node): Expr | null {
    if (value === null) return null;
    if (typeof value === "object") {
      if (value.dtype === dtype) return value;
      if (dtype === "f32" && (value.dtype === "f16" || value.dtype === "bf16"))
        return { kind: "cast", dtype, a: value, position: positionOf(node) };
      if (dtype === "bool") this.report("CUI2005", node, value.dtype);
      else this.report("CUI2003", node, value.dtype, dtype);
      return null;
    }
    if (typeof value === "boolean" || dtype === "bool") {
      if (typeof value === "boolean" && dtype === "bool") return constant("bool", Number(value));
      if (dtype === "bool") this.report("CUI2005", node, `${value}`);
      else this.report("CUI2003", node, "bool", dtype);
      return null;
    }
    const fits = dtype === "i32" ? value === (value | 0) : dtype === "u32" ? value === value >>> 0 : true;
    if (fits) return constant(dtype, dtype === "i32" || dtype === "u32" ? value + 0 : value);
    this.report("CUI2004", node, `${value}`, dtype);
    return null;
  }
  /** A value as a compile-time number. */
  staticNumber(value: Value, what: string, node: ts.Node): number | null {
    if (value.kind === "static" && typeof value.value === "number") return value.value;
    if (value.kind !== "poison") this.report("CUI1006", node, what);
    return null;
  }
  /** A value as an i32 expression. */
  integer(value: Value, node: ts.Node): Expr | null {
    return this.coerce(this.scalarOf(value, node), "i32", node);
  }
  /** Both values as expressions of one dtype, or null after a diagnostic. */
  unify(operator: string, a: number | boolean | Expr, b: number | boolean | Expr, node: ts.Node): readonly [Expr, Expr] | null {
    const typeOf = (x: number | boolean | Expr): DType | null => (typeof x === "object" ? x.dtype : typeof x === "boolean" ? "bool" : null);
    const narrow = (t: DType | null): boolean => t === "f16" || t === "bf16";
    const [s, t] = [typeOf(a), typeOf(b)];
    const literal = s === null ? a : t === null ? b : null;
    const typed = s ?? t ?? "f32";
    // A literal that a 16-bit type would round keeps its value as f32.
    const common =
      literal !== null
        ? narrow(typed) && typeof literal === "number" && !Object.is(roundTo(typed, literal), literal)
          ? "f32"
          : typed
        : s === t
          ? typed
          : narrow(s) || narrow(t)
            ? "f32"
            : null;
    const integers = (s === "i32" || s === "u32") !== (t === "i32" || t === "u32") && s !== null && t !== null;
    if (common === null || integers) {
      this.report("CUI2002", node, operator, s!, t!);
      return null;
    }
    const x = this.coerce(a, common, node);
    const y = this.coerce(b, common, node);
    return x && y && [x, y];
  }
  wrap(expr: Expr | null): Value {
    return expr ? scalar(expr) : { kind: "poison" };
  }
}
