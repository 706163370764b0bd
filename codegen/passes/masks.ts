// Mask intervals: an elementwise loop whose conditions are affine in its indices gets a second version without them, chosen at run time
// (one uniform test a tile) where the conditions hold for every element. Full tiles then pay nothing for the mask.
import type { BinaryOp, Expr, Parallel, Statement, Variable } from "../ir/tile.ts";
import type { OperationRecord } from "../ir/operation.ts";
import { isPartial } from "./partial.ts";
import { bodiesOf, expressionsOf, resolvedSize, rewrite, walk, walkExpression } from "./walk.ts";

/** a + sum of coefficient * index, a the same for all elements (null: 0); the indices are the loop's and those of loops inside its body. */
interface Affine {
  readonly rest: Expr | null;
  readonly constant: number;
  readonly lanes: ReadonlyMap<Variable, number>;
}

/** Conditions of more parts than this, definitions included, stay as they are. */
const mostParts = 1000;

type Operations = Readonly<Record<string, OperationRecord>>;

class MaskVersions {
  private readonly loop: Parallel;
  private readonly operations: Operations;
  private readonly lets = new Map<Variable, Expr>();
  /** Least and largest value of what differs between elements: the loop's indices, those of loops inside its body, results of steps; null where not known. */
  private readonly ranges = new Map<Variable, readonly [number, number] | null>();
  constructor(loop: Parallel, operations: Operations) {
    this.loop = loop;
    this.operations = operations;
    loop.indices.forEach((variable, n) => this.ranges.set(variable, [0, loop.extents[n]! - 1]));
    walk(loop.body, (s) => {
      if (s.kind === "let" && !s.variable.mutable) this.lets.set(s.variable, s.value);
      if (s.kind === "for") {
        const { first, last } = s;
        const known = first.kind === "constant" && last.kind === "constant" && first.value < last.value;
        this.ranges.set(s.variable, known ? [first.value, last.value - 1] : null);
      }
      if (s.kind === "effect" && s.result) this.ranges.set(s.result, null);
    });
  }
  /** Local definitions put in place of their names. */
  private resolve(e: Expr): Expr {
    return rewrite(e, (x) => (x.kind === "variable" && this.lets.has(x.variable) ? this.resolve(this.lets.get(x.variable)!) : null));
  }
  private uniform(e: Expr): boolean {
    let uniform = true;
    walkExpression(e, (x) => {
      if (x.kind === "element" || x.kind === "read") uniform = false;
      if (x.kind === "variable" && (x.variable.role === "lane" || x.variable.mutable || this.ranges.has(x.variable))) uniform = false;
    });
    return uniform;
  }
  private affine(e: Expr): Affine | null {
    if (e.dtype !== "i32") return null;
    if (e.kind === "constant") return { rest: null, constant: e.value, lanes: new Map() };
    if (e.kind === "variable" && this.ranges.has(e.variable))
      return this.ranges.get(e.variable) ? { rest: null, constant: 0, lanes: new Map([[e.variable, 1]]) } : null;
    if (this.uniform(e)) return { rest: e, constant: 0, lanes: new Map() };
    if (e.kind !== "binary") return null;
    const [a, b] = [this.affine(e.a), this.affine(e.b)];
    if (!a || !b) return null;
    if (e.op === "multiply") {
      const [factor, other] = a.rest === null && a.lanes.size === 0 ? [a.constant, b] : [b.constant, a];
      if (other.rest !== null || (a.lanes.size > 0 && b.lanes.size > 0) || (b.rest !== null && a.rest !== null)) return null;
      return { rest: null, constant: other.constant * factor, lanes: new Map([...other.lanes].map(([v, c]) => [v, c * factor])) };
    }
    if (e.op !== "add" && e.op !== "subtract") return null;
    const sign = e.op === "add" ? 1 : -1;
    const lanes = new Map(a.lanes);
    for (const [v, c] of b.lanes) lanes.set(v, (lanes.get(v) ?? 0) + sign * c);
    const rest: Expr | null = b.rest === null ? a.rest : a.rest === null ? (sign === 1 ? b.rest : null) : { ...e, a: a.rest, b: b.rest };
    if (rest === null && b.rest !== null && sign === -1) return null;
    return { rest, constant: a.constant + sign * b.constant, lanes };
  }
  /** The side of a comparison at its largest or smallest over the loop. */
  private extreme(side: Affine, largest: boolean): Expr {
    let constant = side.constant;
    for (const [variable, coefficient] of side.lanes) {
      const ends = this.ranges.get(variable)!.map((end) => coefficient * end);
      constant += largest ? Math.max(...ends) : Math.min(...ends);
    }
    const value: Expr = { kind: "constant", dtype: "i32", value: constant };
    if (side.rest === null) return value;
    return constant === 0 ? side.rest : { kind: "binary", dtype: "i32", op: "add", a: side.rest, b: value, position: this.loop.position };
  }
  /** A uniform expression that implies `condition` for every element, or null. */
  private always(condition: Expr): Expr | null {
    if (condition.kind !== "binary") return this.uniform(condition) ? condition : null;
    if (condition.op === "and") {
      const [a, b] = [this.always(condition.a), this.always(condition.b)];
      return a && b ? { ...condition, a, b } : null;
    }
    const less: ReadonlySet<BinaryOp> = new Set(["less", "lessEqual"]);
    const greater: ReadonlySet<BinaryOp> = new Set(["greater", "greaterEqual"]);
    if (!less.has(condition.op) && !greater.has(condition.op)) return this.uniform(condition) ? condition : null;
    const [a, b] = [this.affine(condition.a), this.affine(condition.b)];
    if (!a || !b) return null;
    return { ...condition, a: this.extreme(a, less.has(condition.op)), b: this.extreme(b, greater.has(condition.op)) };
  }
  /** The loop with a mask-free version beside it, or null where no condition can be proved away. */
  split(): Statement | null {
    const conditions = new Map<Expr, Expr>();
    walk(this.loop.body, (s) => {
      const consider = (condition: Expr): void => {
        if (resolvedSize(condition, this.lets) > mostParts) return;
        const resolved = this.resolve(condition);
        let masks = false;
        walkExpression(resolved, (x) => {
          if (x.kind === "variable" && this.loop.indices.includes(x.variable)) masks = true;
        });
        // What has no value for some operands is not computed before the conditions around it.
        const always = masks && !isPartial(resolved, this.operations) ? this.always(resolved) : null;
        if (always) conditions.set(condition, always);
      };
      if (s.kind === "if") consider(s.condition);
      for (const e of expressionsOf(s)) walkExpression(e, (x) => x.kind === "select" && consider(x.condition));
    });
    if (conditions.size === 0) return null;
    const position = this.loop.position;
    const condition = [...conditions.values()].reduce((a, b): Expr => ({ kind: "binary", dtype: "bool", op: "and", a, b, position }));
    const free = { ...this.loop, body: this.loop.body.flatMap((s) => this.withoutMasks(s, conditions)) };
    return { kind: "if", condition, then: [free], otherwise: [this.loop], position };
  }
  private withoutMasks(s: Statement, conditions: ReadonlyMap<Expr, Expr>): Statement[] {
    const expression = (e: Expr): Expr => rewrite(e, (x) => (x.kind === "select" && conditions.has(x.condition) ? expression(x.a) : null));
    switch (s.kind) {
      case "let":
      case "assign":
        return [{ ...s, value: expression(s.value) }];
      case "store":
        return [{ ...s, value: expression(s.value) }];
      case "if":
        if (conditions.has(s.condition)) return s.then.flatMap((inner) => this.withoutMasks(inner, conditions));
        return [
          {
            ...s,
            then: s.then.flatMap((inner) => this.withoutMasks(inner, conditions)),
            otherwise: s.otherwise.flatMap((inner) => this.withoutMasks(inner, conditions)),
          },
        ];
      case "for":
        return [{ ...s, body: s.body.flatMap((inner) => this.withoutMasks(inner, conditions)) }];
      default:
        return [s];
    }
  }
}

const visit = (s: Statement, operations: Operations): Statement => {
  const all = (body: readonly Statement[]): Statement[] => body.map((inner) => visit(inner, operations));
  if (s.kind === "parallel") return new MaskVersions(s, operations).split() ?? s;
  if (bodiesOf(s).length === 0) return s;
  if (s.kind === "if") return { ...s, then: all(s.then), otherwise: all(s.otherwise) };
  if (s.kind === "roles") return { ...s, roles: s.roles.map((role) => ({ ...role, body: all(role.body) })) };
  if (s.kind === "for" || s.kind === "while" || s.kind === "work" || s.kind === "ringProduce") return { ...s, body: all(s.body) };
  return s;
};
export const splitMasks = (body: readonly Statement[], operations: Operations): readonly Statement[] =>
  body.map((s) => visit(s, operations));
