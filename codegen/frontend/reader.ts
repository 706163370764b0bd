// The state of reading one kernel: diagnostics, the statements made so far, the parallel loop that is open, the functions being inlined.
import { readFileSync } from "node:fs";
import type ts from "typescript";
import { CompileError, Diagnostic, type DiagnosticCode } from "../diagnostics.ts";
import { type Buffer, type Executor, type Expr, type Ring, type Statement, type Variable, wholeBlock } from "../ir/tile.ts";
import { isValueOf, roundTo } from "../ir/numeric.ts";
import type { ArgumentType } from "../ir/operation.ts";
import { type DType, type Position, isInteger, widened } from "../ir/types.ts";
import { elementIndex, isUnrolled } from "./elements.ts";
import { constant, isVolatile, variableOf } from "./expressions.ts";
import { type Choice, chosen, dtypeAlone, heldLiteral, leavesOf, type Literal } from "./literals.ts";
import { loadCompiler, positionOf } from "./source.ts";
import {
  describe,
  type FunctionNode,
  poison,
  type Scope,
  scalar,
  scalarAdvice,
  type StaticValue,
  staticValue,
  type Value,
} from "./values.ts";

/** The `parallel` loop whose body is being read, what was declared in that body, and how many functions were being inlined around it. */
export interface OpenParallel {
  readonly indices: readonly Variable[];
  readonly extents: readonly number[];
  readonly locals: Set<Variable | Buffer>;
  readonly definitions: Map<Variable, Expr>;
  readonly inlining: number;
}

const sourceOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
/** Expressions and statements read for one kernel; inlined functions count each time. Large kernels need some ten thousand. */
const mostNodes = 200_000;

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
  /** The calls of functions that are being read, the innermost last. */
  readonly calls: ts.Node[] = [];
  /** The role whose body is being read, and the variables declared in it. */
  role: { readonly executor: Executor; readonly locals: Set<Variable> } | null = null;
  /** A role could not be read: what the roles are together is not known. */
  brokenRoles = false;
  /** The ring whose fill is being read, and the rings whose slot is in use. */
  filling: Ring | null = null;
  readonly using = new Set<Ring>();
  /** Texts that name what is known at run time only, in place of its value. */
  readonly describing = new WeakSet<Value>();
  /** Variables whose values are known once the loops around them are written out. */
  readonly unrolled = new Set<Variable>();
  /** Where the indices of elements stand, by the lists that hold them: of tiles the indices, of tensors the axes of the view. */
  readonly positions = new WeakMap<readonly object[], readonly Position[]>();
  /** Tiles that pipelined loops fill. */
  readonly fetched = new Set<Buffer>();
  /** Scopes of files, by path. */
  readonly modules = new Map<string, Scope>();
  /** Variables whose dtype nobody wrote: i32, for they begin as a whole number. True once that was diagnosed. */
  readonly guessed = new Map<Variable, boolean>();
  /** Choices between literals, by the expressions that they are where they meet no dtype. */
  private readonly choices = new WeakMap<Expr, Choice>();
  private nodes = 0;
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
    const diagnostic = new Diagnostic(code, position, parts, this.calls.map(positionOf).reverse());
    const same = (d: Diagnostic): boolean =>
      d.code === code &&
      d.position.file === diagnostic.position.file &&
      d.position.line === diagnostic.position.line &&
      d.position.column === diagnostic.position.column;
    if (!this.diagnostics.some(same)) this.diagnostics.push(diagnostic);
  }
  /** Throws everything that was reported, if anything was. */
  finish(): void {
    if (this.diagnostics.length === 0) return;
    const order = [...this.diagnostics].sort(
      (a, b) =>
        a.position.file.localeCompare(b.position.file) || a.position.line - b.position.line || a.position.column - b.position.column,
    );
    throw new CompileError(order, sourceOf);
  }
  /** Counts what is read, so that constants and helpers cannot make a kernel that never ends. */
  spend(node: ts.Node): void {
    this.nodes += 1;
    if (this.nodes <= mostNodes) return;
    this.report("CUI1022", node, "what this kernel calls and repeats");
    this.finish();
  }
  /** A value that is not known at compile time and should be. */
  notStatic(node: ts.Node, what: string, help = "use a constant of the kernel (problem or tuning) instead of a run-time value"): void {
    this.report("CUI1006", node, what, help);
  }
  /** An index that an array of the compiler does not have. */
  outside(node: ts.Node, index: number, length: number): Value {
    this.report("CUI2012", node, `element ${index}`, `an array of ${length}`);
    return poison;
  }
  /** A number that should be a positive integer. */
  notPositive(node: ts.Node, what: string, found: unknown, help = "choose another constant"): void {
    this.report("CUI2006", node, what, "a positive integer", `${found}`, help);
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
    const choice = this.choices.get(value);
    if (choice) {
      const held = heldLiteral(choice, (which) => this.hold(name, which, node), positionOf(node));
      return typeof held === "number" ? constant(value.dtype, held) : this.choiceExpr(held, node);
    }
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
    if (value.kind === "element" && value.index.length < value.buffer.shape.length) {
      const index = value.index.map((e) => this.settle(e, node));
      this.positions.set(index, this.positions.get(value.index)!);
      return { ...value, index };
    }
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
    if (value.kind !== "poison") this.report("CUI2011", node, describe(value), scalarAdvice(value));
    return null;
  }
  /** A scalar as a literal, or a choice between some; null if it has a dtype. */
  literalOf(value: number | boolean | Expr | null): Literal | null {
    return typeof value === "number" ? value : value !== null && typeof value === "object" ? (this.choices.get(value) ?? null) : null;
  }
  literalValue(literal: Literal, node: ts.Node): Value {
    return typeof literal === "number" ? staticValue(literal) : scalar(this.choiceExpr(literal, node));
  }
  private choiceExpr(choice: Choice, node: ts.Node): Expr {
    const dtype = dtypeAlone(choice);
    const expr = chosen(choice, (leaf) => constant(dtype, dtype === "i32" ? leaf + 0 : leaf), positionOf(node))!;
    this.choices.set(expr, choice);
    return expr;
  }
  /** A scalar's dtype, as rules of operations see it. */
  argumentType(value: number | boolean | Expr): ArgumentType {
    const literal = this.literalOf(value);
    if (literal !== null) return leavesOf(literal).every(Number.isInteger) ? "integer literal" : "float literal";
    return typeof value === "object" ? value.dtype : "bool";
  }
  /** A scalar as an expression of a dtype: literals adapt, types of 8 and 16 bits widen to f32 or i32, nothing else converts by itself. */
  coerce(value: number | boolean | Expr | null, dtype: DType, node: ts.Node): Expr | null {
    if (value === null) return null;
    if (typeof value === "object") {
      if (value.dtype === dtype) return value;
      const choice = dtype === "bool" ? undefined : this.choices.get(value);
      if (choice) return chosen(choice, (leaf) => this.coerce(leaf, dtype, node), positionOf(node));
      if (dtype === widened(value.dtype)) return { kind: "cast", dtype, a: value, position: positionOf(node) };
      if (dtype === "bool") this.report("CUI2005", node, value.dtype);
      else if (!this.blamed(node, value, dtype)) this.report("CUI2003", node, value.dtype, dtype);
      return null;
    }
    if (typeof value === "boolean" || dtype === "bool") {
      if (typeof value === "boolean" && dtype === "bool") return constant("bool", Number(value));
      if (dtype === "bool") this.report("CUI2005", node, `${value}`);
      else this.report("CUI2003", node, "bool", dtype);
      return null;
    }
    const fits = !isInteger(dtype) || isValueOf(dtype, value);
    if (fits) return constant(dtype, isInteger(dtype) ? value + 0 : value);
    this.report("CUI2004", node, `${value}`, dtype);
    return null;
  }
  /** A value as a compile-time number. */
  staticNumber(value: Value, what: string, node: ts.Node): number | null {
    if (value.kind === "static" && typeof value.value === "number") return value.value;
    if (value.kind === "scalar" || value.kind === "element") this.notStatic(node, what);
    else if (value.kind !== "poison")
      this.report(
        "CUI2013",
        node,
        `a number as ${what}`,
        describe(value),
        "write a number, or a constant of the kernel (problem or tuning)",
      );
    return null;
  }
  /** Blames the declaration of a variable whose dtype was guessed from a whole number, where a float meets it; false if none is there. */
  blamed(node: ts.Node, guess: Expr, other: DType): boolean {
    if (guess.kind !== "variable" || other === "u32" || other === "bool") return false;
    const known = this.guessed.get(guess.variable);
    if (known === false) this.report("CUI2015", node, guess.variable.name, other, "f32");
    if (known !== undefined) this.guessed.set(guess.variable, true);
    return known !== undefined;
  }
  /** A value as an i32 expression. */
  integer(value: Value, node: ts.Node): Expr | null {
    return this.coerce(this.scalarOf(value, node), "i32", node);
  }
  /** Both values as expressions of one dtype, or null after a diagnostic. */
  unify(operator: string, a: number | boolean | Expr, b: number | boolean | Expr, node: ts.Node): readonly [Expr, Expr] | null {
    const literals = [this.literalOf(a), this.literalOf(b)];
    const typeOf = (x: number | boolean | Expr, n: number): DType | null =>
      literals[n] !== null ? null : typeof x === "object" ? x.dtype : "bool";
    const [s, t] = [typeOf(a, 0), typeOf(b, 1)];
    const leaves = literals.flatMap((literal) => (literal === null ? [] : leavesOf(literal)));
    const typed = s ?? t ?? (leaves.every((leaf) => isValueOf("i32", leaf)) ? "i32" : "f32");
    // A literal that a narrow type would round keeps its value in the wider one.
    const fits = (leaf: number): boolean =>
      typed === "bool" || (isInteger(typed) ? isValueOf(typed, leaf) : Object.is(roundTo(typed, leaf) + 0, leaf + 0));
    const common =
      s === null || t === null
        ? leaves.every(fits)
          ? typed
          : widened(typed)
        : s === t
          ? typed
          : widened(s) === widened(t)
            ? widened(s)
            : null;
    if (common === null) {
      const blamed = [a, b].some((x, n) => typeof x === "object" && this.blamed(node, x, (n === 0 ? t : s)!));
      if (!blamed) this.report("CUI2002", node, operator, s!, t!);
      return null;
    }
    const fraction = common === "i32" && !leaves.every(Number.isInteger);
    if (fraction && [a, b].some((x) => typeof x === "object" && this.blamed(node, x, "f32"))) return null;
    const x = this.coerce(a, common, node);
    const y = this.coerce(b, common, node);
    return x && y && [x, y];
  }
  /** A compile-time value; a text that is not known has names in place of run-time values. */
  text(value: StaticValue, known: boolean): Value {
    const made = staticValue(value);
    if (!known) this.describing.add(made);
    return made;
  }
  wrap(expr: Expr | null): Value {
    return expr ? scalar(expr) : { kind: "poison" };
  }
}
