// Where integers of a program can lie at the place where they are used: what definitions, loops, lanes and the conditions around say of them.
// Guarantees: every value that an expression can have there lies in its interval, wrapped sums and products included. Assigned variables are
// followed through branches and loops; what is read from memory can be anything.
import { allOf, binaryInterval, fitted, type Interval, intersection, interval, isWithin, union } from "../ir/interval.ts";
import type { OperationRecord } from "../ir/operation.ts";
import type { BinaryOp, ElementTarget, Expr, Statement, Variable } from "../ir/tile.ts";
import { type DType, isFloat, type Position } from "../ir/types.ts";
import { expressionsOf, partsOf, walk, walkExpression } from "./walk.ts";

type Operations = (name: string) => OperationRecord | undefined;

/** Values that variables have together. */
export type Pins = readonly (readonly [Variable, number])[];
/** What stands around a statement, outermost first. */
export type Enclosing =
  /** Runs for every one of its values; `some` gives some of those that it surely has, where the values of what stands around it are known. */
  | { readonly kind: "loop"; readonly some: (known: Ranges) => readonly Pins[] }
  | { readonly kind: "condition"; readonly condition: Expr; readonly holds: boolean };
/** An element that is read or written. */
export interface Access {
  readonly target: ElementTarget;
  readonly position: Position;
  readonly around: readonly Enclosing[];
}

/** Definitions are looked into so often for one question; beyond, what was known where they stand has to do. */
const mostDefinitions = 256;

const negated: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  less: "greaterEqual",
  lessEqual: "greater",
  greater: "lessEqual",
  greaterEqual: "less",
  equal: "notEqual",
  notEqual: "equal",
};
const constantOf = (e: Expr): number | null => (e.kind === "constant" ? e.value : null);
/** An integer of one dtype as one of another; floats can become any. */
const converted = (values: Interval, from: DType, to: DType): Interval => (isFloat(from) || to === "bool" ? allOf(to) : fitted(values, to));

export class Ranges {
  private readonly operations: Operations;
  /** Of names that mean the same wherever they are known: where their values lie. */
  private readonly bases = new Map<Variable, Interval>();
  /** Their definitions, in which no assigned variable is. */
  private readonly definitions = new Map<Variable, Expr>();
  /** Of assigned variables, and of what was computed from them, where they lie now; of others, what the conditions around leave. */
  private state = new Map<Variable, Interval>();
  /** Assigned variables, and names of what was computed from them. */
  private readonly passing = new Set<Variable>();
  private left = mostDefinitions;
  private around: readonly Enclosing[] = [];

  private constructor(operations: Operations) {
    this.operations = operations;
  }
  /** Shows every access to a single element, with what is known there; one inside a loop perhaps several times, with more and more possible. */
  static walk(body: readonly Statement[], operations: Operations, visit: (access: Access, ranges: Ranges) => void): void {
    new Ranges(operations).statements(body, visit);
  }

  // ---- values

  of(e: Expr): Interval {
    this.left = mostDefinitions;
    return this.evaluate(e);
  }
  /** What `ask` gives where only these values are known, and nothing of assigned variables. */
  knowing<T>(pins: Pins, ask: () => T): T {
    const state = this.state;
    this.state = new Map(pins.map(([variable, value]) => [variable, interval(value, value)]));
    try {
      return ask();
    } finally {
      this.state = state;
    }
  }
  /** Variables that a value is made of, by their names and by those of definitions. */
  sources(e: Expr, found = new Set<Variable>()): ReadonlySet<Variable> {
    walkExpression(e, (part) => {
      if (part.kind !== "variable" || found.has(part.variable)) return;
      found.add(part.variable);
      const definition = this.definitions.get(part.variable);
      if (definition) this.sources(definition, found);
    });
    return found;
  }
  private evaluate(e: Expr): Interval {
    if (isFloat(e.dtype)) return allOf(e.dtype);
    switch (e.kind) {
      case "constant":
        return fitted(interval(e.value, e.value), e.dtype);
      case "variable":
        return this.ofVariable(e.variable);
      case "extent":
        return interval(0, 2 ** 31 - 1);
      case "unary": {
        const a = this.evaluate(e.a);
        if (e.op === "negate") return fitted(interval(-a.high, -a.low), e.dtype);
        const most = e.op === "not" ? 1 : e.dtype === "u32" ? 2 ** 32 - 1 : -1;
        return fitted(interval(most - a.high, most - a.low), e.dtype);
      }
      case "binary":
        return fitted(binaryInterval(e.op, this.evaluate(e.a), this.evaluate(e.b)), e.dtype);
      case "select": {
        const condition = this.evaluate(e.condition);
        const branch = (holds: boolean): Interval => this.under(e.condition, holds, () => this.evaluate(holds ? e.a : e.b));
        return condition.low > 0 ? branch(true) : condition.high < 1 ? branch(false) : union(branch(true), branch(false));
      }
      case "cast":
        return converted(this.evaluate(e.a), e.a.dtype, e.dtype);
      case "call": {
        const record = this.operations(e.name);
        const rule = record?.kind === "scalar" && !e.args.some((a) => isFloat(a.dtype)) ? record.interval : undefined;
        return rule ? fitted(rule(e.args.map((a) => this.evaluate(a))), e.dtype) : allOf(e.dtype);
      }
      case "element":
      case "read":
        return allOf(e.dtype);
      default:
        return e satisfies never;
    }
  }
  private ofVariable(variable: Variable): Interval {
    const all = allOf(variable.dtype);
    const base = intersection(this.bases.get(variable) ?? all, this.state.get(variable) ?? all);
    const definition = this.definitions.get(variable);
    // Without narrowed values a definition says what it said where it stands.
    if (!definition || this.state.size === 0 || base.low === base.high || this.left <= 0) return base;
    this.left -= 1;
    return intersection(base, converted(this.evaluate(definition), definition.dtype, variable.dtype));
  }

  // ---- conditions

  /** What `body` gives where the condition holds, or does not. */
  private under<T>(condition: Expr, holds: boolean, body: () => T): T {
    const state = this.state;
    this.state = new Map(state);
    try {
      this.assume(condition, holds);
      return body();
    } finally {
      this.state = state;
    }
  }
  private assume(condition: Expr, holds: boolean): void {
    if (condition.kind === "variable") {
      const definition = this.definitions.get(condition.variable);
      if (definition?.dtype === "bool" && this.left-- > 0) this.assume(definition, holds);
    } else if (condition.kind === "unary" && condition.op === "not") this.assume(condition.a, !holds);
    else if (condition.kind === "select") {
      // `a && b` and `a || b` whose right side reads memory.
      const [both, either] = [constantOf(condition.b) === 0, constantOf(condition.a) === 1];
      if ((both && holds) || (either && !holds)) this.assume(condition.condition, holds);
      if (both && holds) this.assume(condition.a, true);
      if (either && !holds) this.assume(condition.b, false);
    } else if (condition.kind === "binary") {
      const { op, a, b } = condition;
      if (op === "and" || op === "or") {
        if ((op === "and") !== holds) return;
        this.assume(a, holds);
        this.assume(b, holds);
      } else if (!isFloat(a.dtype)) this.compare(holds ? op : negated[op], a, b);
    }
  }
  private compare(op: BinaryOp | undefined, a: Expr, b: Expr): void {
    const [x, y] = [this.evaluate(a), this.evaluate(b)];
    const below = (strict: 0 | 1, small: Expr, large: Expr, s: Interval, l: Interval): void => {
      this.narrow(small, interval(s.low, Math.min(s.high, l.high - strict)));
      this.narrow(large, interval(Math.max(l.low, s.low + strict), l.high));
    };
    if (op === "less" || op === "lessEqual") below(op === "less" ? 1 : 0, a, b, x, y);
    else if (op === "greater" || op === "greaterEqual") below(op === "greater" ? 1 : 0, b, a, y, x);
    else if (op === "equal") {
      this.narrow(a, intersection(x, y));
      this.narrow(b, intersection(x, y));
    } else if (op === "notEqual" && y.low === y.high)
      this.narrow(a, interval(x.low === y.low ? x.low + 1 : x.low, x.high === y.high ? x.high - 1 : x.high));
  }
  /** Takes into account that `e` lies in `to`: for the variables in it too. */
  private narrow(e: Expr, to: Interval): void {
    if (e.kind === "variable") {
      const now = this.ofVariable(e.variable);
      if (isWithin(now, to)) return;
      this.state.set(e.variable, intersection(now, to));
      const definition = this.definitions.get(e.variable);
      if (definition?.dtype === e.variable.dtype && this.left-- > 0) this.narrow(definition, to);
    } else if (e.kind === "cast") {
      if (!isFloat(e.a.dtype) && e.dtype !== "bool" && isWithin(this.evaluate(e.a), allOf(e.dtype))) this.narrow(e.a, to);
    } else if (e.kind === "binary") {
      const [a, b] = [this.evaluate(e.a), this.evaluate(e.b)];
      if ((e.op !== "add" && e.op !== "subtract" && e.op !== "multiply") || !isWithin(binaryInterval(e.op, a, b), allOf(e.dtype))) return;
      if (e.op === "multiply") {
        const factor = constantOf(e.b);
        if (factor !== null && factor > 0) this.narrow(e.a, interval(Math.ceil(to.low / factor), Math.floor(to.high / factor)));
        return;
      }
      const added = e.op === "add";
      this.narrow(e.a, binaryInterval(added ? "subtract" : "add", to, b));
      this.narrow(e.b, added ? binaryInterval("subtract", to, a) : binaryInterval("subtract", a, to));
    }
  }

  // ---- statements, in order

  private statements(body: readonly Statement[], visit: (access: Access, ranges: Ranges) => void): void {
    const inside = (around: Enclosing | null, list: readonly Statement[]): void => {
      const outer = this.around;
      if (around) this.around = [...outer, around];
      this.statements(list, visit);
      this.around = outer;
    };
    const reach = (target: ElementTarget, position: Position): void => visit({ target, position, around: this.around }, this);
    const conditional = (condition: Expr, holds: boolean, run: () => void): void => {
      const outer = this.around;
      this.around = [...outer, { kind: "condition", condition, holds }];
      run();
      this.around = outer;
    };
    const expression = (e: Expr): void => {
      if (e.kind === "select") {
        expression(e.condition);
        this.left = mostDefinitions;
        for (const holds of [true, false])
          conditional(e.condition, holds, () => this.under(e.condition, holds, () => expression(holds ? e.a : e.b)));
        return;
      }
      partsOf(e).forEach(expression);
      if (e.kind === "element") reach({ kind: "element", buffer: e.buffer, index: e.index }, e.position);
      if (e.kind === "read") reach(e.view, e.position);
    };
    for (const s of body) {
      this.left = mostDefinitions;
      if (s.kind !== "while") expressionsOf(s).forEach(expression);
      if ((s.kind === "store" || s.kind === "effect") && s.target) reach(s.target, s.position);
      switch (s.kind) {
        case "let":
          this.define(s.variable, s.value);
          break;
        case "assign":
          this.state.set(s.variable, converted(this.of(s.value), s.value.dtype, s.variable.dtype));
          break;
        case "effect":
          if (s.result) this.name(s.result, allOf(s.result.dtype));
          break;
        case "if": {
          const before = this.state;
          const behind = [true, false].map((holds) => {
            this.state = new Map(before);
            this.left = mostDefinitions;
            this.assume(s.condition, holds);
            inside({ kind: "condition", condition: s.condition, holds }, holds ? s.then : s.otherwise);
            return this.state;
          });
          this.state = joined(behind[0]!, behind[1]!);
          break;
        }
        case "while":
          this.repeat(s.body, () => {
            expression(s.condition);
            this.left = mostDefinitions;
            this.assume(s.condition, true);
            inside({ kind: "loop", some: () => [] }, s.body);
          });
          this.left = mostDefinitions;
          this.assume(s.condition, false);
          break;
        case "for": {
          const { variable, first, last, step } = s;
          const some = (known: Ranges): readonly Pins[] => {
            const [a, b] = [known.of(first), known.of(last)];
            if (a.low !== a.high || b.low !== b.high || a.low >= b.low) return [];
            return ends(a.low, a.low + step * Math.floor((b.low - 1 - a.low) / step)).map((value) => [[variable, value]]);
          };
          this.repeat(s.body, () => {
            const [a, b] = [this.of(first), this.of(last)];
            const aligned = a.low === a.high && b.low === b.high ? (b.low - 1 - a.low) % step : 0;
            this.name(variable, interval(a.low, b.high - 1 - aligned));
            inside({ kind: "loop", some }, s.body);
          });
          break;
        }
        case "work":
          this.repeat(s.body, () => {
            s.indices.forEach((variable, n) => this.name(variable, interval(0, this.of(s.extents[n]!).high - 1)));
            // Where there is any work, there is a first item.
            inside({ kind: "loop", some: () => [s.indices.map((variable) => [variable, 0] as const)] }, s.body);
          });
          break;
        case "parallel":
          this.repeat(s.body, () => {
            s.indices.forEach((variable, n) => this.name(variable, interval(0, s.extents[n]! - 1)));
            const outer = this.around;
            s.indices.forEach((variable, n) => {
              this.around = [...this.around, { kind: "loop", some: () => ends(0, s.extents[n]! - 1).map((value) => [[variable, value]]) }];
            });
            inside(null, s.body);
            this.around = outer;
          });
          break;
        case "threads":
          this.repeat(s.body, () => {
            this.name(s.thread, interval(0, s.count - 1));
            this.name(s.warp, interval(0, s.count / 32 - 1));
            this.name(s.lane, interval(0, 31));
            const at = (thread: number): Pins => [
              [s.thread, thread],
              [s.warp, Math.floor(thread / 32)],
              [s.lane, thread % 32],
            ];
            inside({ kind: "loop", some: () => [...new Set([0, 31, s.count - 32, s.count - 1])].map(at) }, s.body);
          });
          break;
        case "roles":
          // They assign nothing that another one sees.
          for (const role of s.roles) inside(null, role.body);
          break;
        case "ringProduce":
          if (s.prefetch) this.name(s.prefetch.variable, this.of(s.prefetch.iteration));
          inside(s.prefetch && { kind: "condition", condition: s.prefetch.guard, holds: true }, s.body);
          break;
        case "store":
        case "tile":
        case "ringBegin":
        case "ringWait":
        case "ringRelease":
        case "barrier":
          break;
        default:
          s satisfies never;
      }
    }
  }
  private name(variable: Variable, values: Interval): void {
    this.bases.set(variable, values);
    this.state.delete(variable);
  }
  private define(variable: Variable, value: Expr): void {
    const values = converted(this.of(value), value.dtype, variable.dtype);
    let lasting = !variable.mutable;
    walkExpression(value, (part) => {
      if (part.kind === "variable" && this.passing.has(part.variable)) lasting = false;
    });
    if (!lasting) {
      this.passing.add(variable);
      this.state.set(variable, values);
      return;
    }
    this.name(variable, values);
    this.definitions.set(variable, value);
  }
  /** Runs a body that is repeated until what it may begin with is what it may end with; bounds that move are given up. */
  private repeat(body: readonly Statement[], pass: () => void): void {
    const assigned = new Set<Variable>();
    walk(body, (s) => s.kind === "assign" && assigned.add(s.variable));
    let start = this.state;
    for (let passes = 0; ; passes += 1) {
      this.state = new Map(start);
      pass();
      const next = new Map(start);
      for (const [variable, before] of start) {
        const after = this.state.get(variable) ?? before;
        if (!assigned.has(variable) || isWithin(after, before)) continue;
        const all = allOf(variable.dtype);
        next.set(
          variable,
          passes > 3 ? all : interval(after.low < before.low ? all.low : before.low, after.high > before.high ? all.high : before.high),
        );
      }
      if ([...next].every(([variable, values]) => start.get(variable) === values)) break;
      // From the fifth pass on each variable moves once, to all values.
      if (passes > 5 + assigned.size) throw new Error("the ranges of a loop's variables do not settle");
      start = next;
    }
    this.state = start;
  }
}
const ends = (first: number, last: number): readonly number[] => (first === last ? [first] : [first, last]);
/** What holds behind both branches. */
const joined = (a: ReadonlyMap<Variable, Interval>, b: ReadonlyMap<Variable, Interval>): Map<Variable, Interval> => {
  const both = new Map<Variable, Interval>();
  for (const [variable, values] of a) {
    const others = b.get(variable);
    if (others) both.set(variable, union(values, others));
  }
  return both;
};
