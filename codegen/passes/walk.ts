// Traversal of tile IR: every statement, and every expression of a statement, in program order; and rebuilding expressions.
import type { ElementTarget, Expr, Statement, TileOperand, Variable, View } from "../ir/tile.ts";

/** Statement lists nested in a statement. */
export const bodiesOf = (s: Statement): readonly (readonly Statement[])[] => {
  switch (s.kind) {
    case "for":
    case "while":
    case "parallel":
    case "threads":
    case "work":
    case "ringProduce":
      return [s.body];
    case "if":
      return [s.then, s.otherwise];
    case "roles":
      return s.roles.map((role) => role.body);
    case "let":
    case "assign":
    case "store":
    case "tile":
    case "effect":
    case "ringBegin":
    case "ringWait":
    case "ringRelease":
    case "barrier":
      return [];
    default:
      return s satisfies never;
  }
};
export const walk = (body: readonly Statement[], visit: (s: Statement) => void): void => {
  for (const s of body) {
    visit(s);
    for (const inner of bodiesOf(s)) walk(inner, visit);
  }
};

const viewExpressions = (view: View): Expr[] =>
  view.axes.flatMap((axis) => [axis.start, axis.begin, axis.length].filter((e) => e !== null));
const operandExpressions = (operand: TileOperand): Expr[] => (operand.kind === "view" ? viewExpressions(operand) : []);
const targetExpressions = (target: ElementTarget): readonly Expr[] => (target.kind === "view" ? viewExpressions(target) : target.index);
/** The expressions a statement itself evaluates (not those of its nested statements). */
export const expressionsOf = (s: Statement): readonly Expr[] => {
  switch (s.kind) {
    case "let":
    case "assign":
      return [s.value];
    case "store":
      return [...targetExpressions(s.target), s.value];
    case "effect":
      return [...(s.target ? targetExpressions(s.target) : []), ...s.args, ...(s.element ?? [])];
    case "for":
      return [s.first, s.last];
    case "if":
    case "while":
      return [s.condition];
    case "work":
      return s.extents;
    case "tile":
      return [
        ...s.operands.flatMap(operandExpressions),
        ...s.scalars,
        ...(s.combination ? [...s.combination.definitions.map((d) => d.value), ...s.combination.results] : []),
      ];
    case "ringProduce":
      return s.prefetch ? [s.prefetch.iteration, s.prefetch.guard] : [];
    case "parallel":
    case "threads":
    case "roles":
    case "ringBegin":
    case "ringWait":
    case "ringRelease":
    case "barrier":
      return [];
    default:
      return s satisfies never;
  }
};
/** Direct parts of an expression. */
export const partsOf = (e: Expr): readonly Expr[] => {
  switch (e.kind) {
    case "constant":
    case "variable":
    case "extent":
      return [];
    case "unary":
    case "cast":
      return [e.a];
    case "binary":
      return [e.a, e.b];
    case "select":
      return [e.condition, e.a, e.b];
    case "call":
      return e.args;
    case "element":
      return e.index;
    case "read":
      return viewExpressions(e.view);
    default:
      return e satisfies never;
  }
};
export const walkExpression = (e: Expr, visit: (e: Expr) => void): void => {
  visit(e);
  for (const part of partsOf(e)) walkExpression(part, visit);
};

/** Parts of an expression with definitions put in place of their names, as `rewrite` would make them; names that use names can double it each time. */
export const resolvedSize = (e: Expr, definitions: ReadonlyMap<Variable, Expr>, known = new Map<Variable, number>()): number => {
  let size = 0;
  walkExpression(e, (part) => {
    const value = part.kind === "variable" ? definitions.get(part.variable) : undefined;
    if (part.kind !== "variable" || !value) size += 1;
    else {
      const ofValue = known.get(part.variable) ?? resolvedSize(value, definitions, known);
      known.set(part.variable, ofValue);
      size += ofValue;
    }
  });
  return size;
};

/** The same expression with each part that `change` gives a replacement for replaced (outermost first). */
export const rewrite = (e: Expr, change: (e: Expr) => Expr | null): Expr => {
  const changed = change(e);
  if (changed) return changed;
  const r = (x: Expr): Expr => rewrite(x, change);
  switch (e.kind) {
    case "constant":
    case "variable":
    case "extent":
      return e;
    case "unary":
    case "cast":
      return { ...e, a: r(e.a) };
    case "binary":
      return { ...e, a: r(e.a), b: r(e.b) };
    case "select":
      return { ...e, condition: r(e.condition), a: r(e.a), b: r(e.b) };
    case "call":
      return { ...e, args: e.args.map(r) };
    case "element":
      return { ...e, index: e.index.map(r) };
    case "read":
      return {
        ...e,
        view: {
          ...e.view,
          axes: e.view.axes.map((axis) => ({
            ...axis,
            start: r(axis.start),
            begin: axis.begin && r(axis.begin),
            length: axis.length && r(axis.length),
          })),
        },
      };
    default:
      return e satisfies never;
  }
};
