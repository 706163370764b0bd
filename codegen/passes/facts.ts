// What can be proved of an integer expression without knowing its value: that it is not negative, and what it is a multiple of.
// Both answers are conservative; they decide which checks and vector widths are needed, so a wrong "yes" would be a wrong answer.
import type { Expr, Statement, Variable } from "../ir/tile.ts";

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

/** Definitions of the variables that are never assigned again, and the bounds of loop and work variables. */
export class Facts {
  private readonly definitions = new Map<Variable, Expr>();
  private readonly loops = new Map<Variable, { readonly first: Expr; readonly step: number }>();

  constructor(body: readonly Statement[]) {
    this.collect(body);
  }
  private collect(body: readonly Statement[]): void {
    for (const s of body) {
      if (s.kind === "let" && !s.variable.mutable) this.definitions.set(s.variable, s.value);
      else if (s.kind === "for") {
        this.loops.set(s.variable, s);
        this.collect(s.body);
      } else if (s.kind === "roles") for (const role of s.roles) this.collect(role.body);
      else if (s.kind === "work" || s.kind === "parallel" || s.kind === "ringProduce" || s.kind === "while" || s.kind === "threads")
        this.collect(s.body);
      else if (s.kind === "if") {
        this.collect(s.then);
        this.collect(s.otherwise);
      }
    }
  }
  /** Is certainly >= 0. */
  nonNegative(e: Expr): boolean {
    return this.least(e) >= 0;
  }
  /** A bound that the value is not below; -Infinity where nothing is known. */
  private least(e: Expr): number {
    const unknown = Number.NEGATIVE_INFINITY;
    switch (e.kind) {
      case "constant":
        return e.value;
      case "extent":
        return 0;
      case "variable": {
        if (e.dtype === "u32" || e.variable.role === "work" || e.variable.role === "lane") return 0;
        const value = this.definitions.get(e.variable);
        if (value) return this.least(value);
        const loop = this.loops.get(e.variable);
        return loop !== undefined && loop.step > 0 ? this.least(loop.first) : unknown;
      }
      case "binary": {
        const [a, b] = [this.least(e.a), this.least(e.b)];
        if (e.op === "add") return a + b;
        if (e.op === "subtract") return e.b.kind === "constant" ? a - b : unknown;
        return e.op === "multiply" && a >= 0 && b >= 0 ? a * b : unknown;
      }
      case "select":
        return Math.min(this.least(e.a), this.least(e.b));
      case "call": {
        const bounds = e.args.map((a) => this.least(a));
        if (e.name === "max") return Math.max(...bounds);
        if (e.name === "min") return Math.min(...bounds);
        return (e.name === "idiv" || e.name === "ceilDiv" || e.name === "remainder") && bounds.every((bound) => bound >= 0) ? 0 : unknown;
      }
      case "cast":
        return e.dtype === "i32" && (e.a.dtype === "i32" || e.a.dtype === "bool") ? this.least(e.a) : unknown;
      case "unary":
      case "element":
      case "read":
        return e.dtype === "u32" ? 0 : unknown;
      default:
        return e satisfies never;
    }
  }

  /** Largest number known to divide the value; 0 for the constant 0. */
  divisor(e: Expr): number {
    switch (e.kind) {
      case "constant":
        return Number.isInteger(e.value) ? Math.abs(e.value) : 1;
      case "variable": {
        const value = this.definitions.get(e.variable);
        if (value) return this.divisor(value);
        const loop = this.loops.get(e.variable);
        return loop ? gcd(this.divisor(loop.first), loop.step) : 1;
      }
      case "binary":
        if (e.op === "multiply") return this.divisor(e.a) * this.divisor(e.b);
        return e.op === "add" || e.op === "subtract" ? gcd(this.divisor(e.a), this.divisor(e.b)) : 1;
      case "select":
        return gcd(this.divisor(e.a), this.divisor(e.b));
      case "call":
        return e.name === "max" || e.name === "min" ? e.args.reduce((d, a) => gcd(d, this.divisor(a)), 0) : 1;
      case "extent":
      case "unary":
      case "cast":
      case "element":
      case "read":
        return 1;
      default:
        return e satisfies never;
    }
  }
  /** The constant value, or null. */
  constant(e: Expr): number | null {
    if (e.kind === "constant") return e.value;
    if (e.kind === "variable") {
      const value = this.definitions.get(e.variable);
      return value ? this.constant(value) : null;
    }
    return null;
  }
}
