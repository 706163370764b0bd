// Expressions of the source to values. Compile-time values are computed as JavaScript does; run-time scalars become expressions of tile IR.
import { isInteger, widened } from "../ir/types.ts";
import type ts from "typescript";
import type { Expr, Statement } from "../ir/tile.ts";
import { staticBinary } from "./static-operators.ts";
import { operations } from "../../dsl/ops/index.ts";
import { isPartial } from "../passes/partial.ts";
import { walkExpression } from "../passes/walk.ts";
import { evaluateCall } from "./calls.ts";
import { callScalar } from "./language.ts";
import { binary, cast, constant, isVolatile, select, unary, variableOf } from "./expressions.ts";
import { differentLeaves, indexIn, leafAt, leavesOf, type Literal, mapLeaves } from "./literals.ts";
import { elementsOf, indexed, memberOf } from "./members.ts";
import { lookUp } from "./names.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { refuseOperator, refuseSyntax } from "./unsupported.ts";
import { describe, poison, type Scope, scalar, staticValue, type Value } from "./values.ts";

/** Evaluates in source order. A value that later ones could change by the statements they make is held in a variable first; not a `place`, which names memory. */
export const evaluateAll = (reader: Reader, nodes: readonly ts.Expression[], scope: Scope, place?: ts.Expression): Value[] => {
  const values: { value: Value; readonly node: ts.Expression; readonly at: number }[] = [];
  for (const node of nodes) {
    const before = reader.statements.length;
    const value = evaluate(reader, node, scope);
    if (reader.statements.length > before) {
      let inserted = 0;
      for (const earlier of values) {
        if (earlier.node === place || (earlier.value.kind !== "scalar" && earlier.value.kind !== "element")) continue;
        const complete = earlier.value.kind === "scalar" || earlier.value.index.length === earlier.value.buffer.shape.length;
        const expr = complete ? reader.scalarOf(earlier.value, earlier.node) : null;
        if (expr === null || typeof expr !== "object" || !isVolatile(expr)) continue;
        const later = reader.statements.splice(earlier.at + inserted);
        const held = reader.hold(reader.temporary("held"), expr, earlier.node);
        inserted += 1;
        reader.statements.push(...later);
        earlier.value = scalar(held);
      }
    }
    values.push({ value, node, at: reader.statements.length });
  }
  return values.map((v) => v.value);
};

const operators = (): Readonly<
  Partial<
    Record<
      ts.SyntaxKind,
      "add" | "subtract" | "multiply" | "divide" | "less" | "lessEqual" | "greater" | "greaterEqual" | "equal" | "notEqual"
    >
  >
> => ({
  [tsc.SyntaxKind.PlusToken]: "add",
  [tsc.SyntaxKind.MinusToken]: "subtract",
  [tsc.SyntaxKind.AsteriskToken]: "multiply",
  [tsc.SyntaxKind.SlashToken]: "divide",
  [tsc.SyntaxKind.LessThanToken]: "less",
  [tsc.SyntaxKind.LessThanEqualsToken]: "lessEqual",
  [tsc.SyntaxKind.GreaterThanToken]: "greater",
  [tsc.SyntaxKind.GreaterThanEqualsToken]: "greaterEqual",
  [tsc.SyntaxKind.EqualsEqualsEqualsToken]: "equal",
  [tsc.SyntaxKind.EqualsEqualsToken]: "equal",
  [tsc.SyntaxKind.ExclamationEqualsEqualsToken]: "notEqual",
  [tsc.SyntaxKind.ExclamationEqualsToken]: "notEqual",
});
let table: ReturnType<typeof operators> | undefined;

/** More of them at once are computed as numbers of a dtype. */
const mostLeaves = 16;
/** What JavaScript makes of literals, if those are numbers. */
const combineLiterals = (operator: ts.SyntaxKind, a: Literal | null, b: Literal | null): Literal | null => {
  if (a === null || b === null || leavesOf(a).length * leavesOf(b).length > mostLeaves) return null;
  let known = true;
  const combined = mapLeaves(a, (x) =>
    mapLeaves(b, (y) => {
      const value = staticBinary(operator, x, y);
      known &&= typeof value === "number";
      return value as number;
    }),
  );
  return known ? combined : null;
};

/** a operator b, for values already there (compound assignment uses it too). */
export const combine = (
  reader: Reader,
  operator: ts.SyntaxKind,
  a: Value,
  b: Value,
  node: ts.Node,
  [left, right]: readonly [ts.Node, ts.Node],
): Value => {
  if (a.kind === "poison" || b.kind === "poison") return poison;
  if (a.kind === "static" && b.kind === "static") {
    const value = staticBinary(operator, a.value, b.value);
    const unknown = [a, b].findIndex((v) => reader.describing.has(v));
    if (unknown >= 0 && operator !== tsc.SyntaxKind.PlusToken) {
      reader.notStatic([left, right][unknown]!, "this text");
      return poison;
    }
    if (typeof value !== "string" || value.length < 10_000) return reader.text(value, unknown < 0);
    reader.report("CUI1022", node, "a string of more than ten thousand letters");
    return poison;
  }
  table ??= operators();
  const op = table[operator];
  const symbol = tsc.tokenToString(operator) ?? "?";
  if (op === "equal" || op === "notEqual") {
    if (a.kind === "dtype" && b.kind === "dtype") return staticValue((a.dtype === b.dtype) === (op === "equal"));
    // A handle is never undefined: tests for absence are answered here.
    if ([a, b].some((v) => v.kind === "static" && (v.value === undefined || v.value === null))) return staticValue(op === "notEqual");
  }
  const whole = [a, b].find((v) => v.kind === "tile" || v.kind === "view" || v.kind === "tensor");
  if (whole) {
    reader.report(
      "CUI2007",
      node,
      symbol,
      describe(whole),
      "write it for the elements: for (const [i] of parallel(N)) sum[i] = a[i] + b[i];",
    );
    return poison;
  }
  const [s, t] = [reader.scalarOf(a, left), reader.scalarOf(b, right)];
  if (s === null || t === null) return poison;
  const literal = combineLiterals(operator, reader.literalOf(s), reader.literalOf(t));
  if (literal !== null) return reader.literalValue(literal, node);
  if (operator === tsc.SyntaxKind.PercentToken) return callScalar(reader, "remainder", [a, b], node, [left, right]);
  const types = [s, t].map((x) => (typeof x === "object" ? x.dtype : typeof x === "boolean" ? "bool" : null));
  if (!op || ((types[0] ?? types[1]) === "bool" && op !== "equal" && op !== "notEqual")) {
    const help =
      operator === tsc.SyntaxKind.AsteriskAsteriskToken
        ? "use exp2(x * log2(base))"
        : !op
          ? "use bitAnd, bitOr, bitXor, shiftLeft or shiftRight"
          : "use && and ||, or convert: i32(condition)";
    reader.report("CUI2007", node, symbol, types[0] ?? types[1] ?? "a number", help);
    return poison;
  }
  // Arithmetic has no types of 8 and 16 bits: what is narrower is exact as f32 or i32.
  const wide = (e: typeof s): typeof s => (typeof e === "object" ? cast(widened(e.dtype), e, positionOf(node)) : e);
  const pair = reader.unify(symbol, wide(s), wide(t), node);
  if (!pair) return poison;
  const [x, y] = pair;
  if (op === "divide" && isInteger(x.dtype)) {
    reader.report("CUI2001", node, x.dtype);
    return poison;
  }
  return scalar(binary(op, x, y, positionOf(node)));
};

const logical = (reader: Reader, node: ts.BinaryExpression, scope: Scope): Value => {
  const and = node.operatorToken.kind === tsc.SyntaxKind.AmpersandAmpersandToken;
  const left = evaluate(reader, node.left, scope);
  if (left.kind === "static") return Boolean(left.value) === and ? evaluate(reader, node.right, scope) : left;
  const a = reader.coerce(reader.scalarOf(left, node.left), "bool", node.left);
  const right = reader.capture(() => evaluate(reader, node.right, scope));
  if (right.statements.length > 0) {
    const other: Value = staticValue(!and);
    if (!a) return poison;
    return and
      ? merge(reader, a, right, { statements: [], result: other }, node, node.right, node.right)
      : merge(reader, a, { statements: [], result: other }, right, node, node.right, node.right);
  }
  const b = reader.coerce(reader.scalarOf(right.result, node.right), "bool", node.right);
  if (!a || !b) return poison;
  // A right side that reads memory, or has no value elsewhere, runs only where the left side lets it: `select` keeps that order.
  if (readsMemory(b) || isPartial(b, operations))
    return scalar(and ? select(a, b, constant("bool", 0), positionOf(node)) : select(a, constant("bool", 1), b, positionOf(node)));
  return scalar(binary(and ? "and" : "or", a, b, positionOf(node)));
};
const readsMemory = (e: Expr): boolean => {
  let found = false;
  walkExpression(e, (part) => {
    found ||= part.kind === "read" || (part.kind === "element" && part.buffer.space === "shared");
  });
  return found;
};

interface Branch {
  readonly statements: readonly Statement[];
  readonly result: Value;
}
/** The value of two branches of a run-time condition: a select, or a variable that both assign if they make statements. */
export const merge = (reader: Reader, condition: Expr, a: Branch, b: Branch, node: ts.Node, first: ts.Node, second: ts.Node): Value => {
  if (a.result.kind === "poison" || b.result.kind === "poison") return poison;
  const handle = [a.result, b.result].find((v) => v.kind !== "scalar" && v.kind !== "static" && v.kind !== "element");
  if (handle) {
    reader.notStatic(
      node,
      `which of two values that are no scalars (${describe(handle)}) is meant`,
      "write an `if` with a statement for each",
    );
    return poison;
  }
  const [x, y] = [reader.scalarOf(a.result, first), reader.scalarOf(b.result, second)];
  const position = positionOf(node);
  const made = a.statements.length + b.statements.length > 0;
  const [literal, other] = [reader.literalOf(x), reader.literalOf(y)];
  const both: Literal | null =
    literal === null || other === null ? null : Object.is(literal, other) ? literal : { condition, a: literal, b: other };
  if (both !== null && !made) return reader.literalValue(both, node);
  // Literals of branches that make statements: which of them it is becomes the variable.
  const leaves = both === null ? [] : differentLeaves(both);
  const pair =
    literal !== null && other !== null
      ? ([indexIn(leaves, literal, position), indexIn(leaves, other, position)] as const)
      : x !== null && y !== null && reader.unify("?:", x, y, node);
  if (!pair) return poison;
  if (!made) return scalar(select(condition, pair[0], pair[1], position));
  const { dtype } = pair[0];
  const variable = reader.variable(reader.temporary("chosen"), dtype, "local", true);
  reader.statements.push({ kind: "let", variable, value: constant(dtype, 0), position });
  const assign = (branch: Branch, value: Expr): Statement[] => [...branch.statements, { kind: "assign", variable, value, position }];
  reader.statements.push({ kind: "if", condition, then: assign(a, pair[0]), otherwise: assign(b, pair[1]), position });
  return both === null ? scalar(variableOf(variable)) : reader.literalValue(leafAt(leaves, variableOf(variable), position), node);
};

const conditional = (reader: Reader, node: ts.ConditionalExpression, scope: Scope): Value => {
  const condition = evaluate(reader, node.condition, scope);
  if (condition.kind === "static") return evaluate(reader, condition.value ? node.whenTrue : node.whenFalse, scope);
  const test = condition.kind === "poison" ? null : reader.coerce(reader.scalarOf(condition, node.condition), "bool", node.condition);
  const a = reader.capture(() => evaluate(reader, node.whenTrue, scope));
  const b = reader.capture(() => evaluate(reader, node.whenFalse, scope));
  return test ? merge(reader, test, a, b, node, node.whenTrue, node.whenFalse) : poison;
};

const prefix = (reader: Reader, node: ts.PrefixUnaryExpression, scope: Scope): Value => {
  const value = evaluate(reader, node.operand, scope);
  const kinds = tsc.SyntaxKind;
  if (value.kind === "static") {
    const x = value.value as number;
    if (node.operator === kinds.MinusToken) return staticValue(-x);
    if (node.operator === kinds.PlusToken) return staticValue(+x);
    if (node.operator === kinds.ExclamationToken) return staticValue(!x);
    if (node.operator === kinds.TildeToken) return staticValue(~x);
  }
  if (value.kind === "poison") return poison;
  if (node.operator === kinds.ExclamationToken) {
    const a = reader.coerce(reader.scalarOf(value, node.operand), "bool", node.operand);
    return reader.wrap(a && unary("not", a, positionOf(node)));
  }
  let a = reader.scalarOf(value, node.operand);
  if (a === null || typeof a !== "object") return poison;
  const literal = reader.literalOf(a);
  if (literal !== null && node.operator === kinds.MinusToken)
    return reader.literalValue(
      mapLeaves(literal, (leaf) => -leaf),
      node,
    );
  if (node.operator === kinds.MinusToken && a.dtype !== "bool" && a.dtype !== "u32") {
    a = cast(widened(a.dtype), a, positionOf(node));
    return scalar(unary("negate", a, positionOf(node)));
  }
  if (node.operator === kinds.PlusToken || node.operator === kinds.MinusToken || node.operator === kinds.TildeToken) {
    reader.report(
      "CUI2007",
      node,
      tsc.tokenToString(node.operator)!,
      a.dtype,
      node.operator === kinds.TildeToken ? "use bitNot(x)" : "convert it first: i32(x)",
    );
    return poison;
  }
  reader.report("CUI1003", node, `'${tsc.tokenToString(node.operator)}' inside an expression`, "write it as a statement of its own");
  return poison;
};

const template = (reader: Reader, node: ts.TemplateExpression, scope: Scope): Value => {
  let text = node.head.text;
  let known = true;
  for (const span of node.templateSpans) {
    const value = evaluate(reader, span.expression, scope);
    known &&= value.kind === "static" && !reader.describing.has(value);
    text += (value.kind === "static" ? `${value.value}` : describe(value)) + span.literal.text;
  }
  return reader.text(text, known);
};

export const evaluate = (reader: Reader, node: ts.Expression, scope: Scope): Value => {
  reader.spend(node);
  if (tsc.isNumericLiteral(node)) return staticValue(Number(node.text));
  if (tsc.isStringLiteralLike(node)) return staticValue(node.text);
  if (node.kind === tsc.SyntaxKind.TrueKeyword) return staticValue(true);
  if (node.kind === tsc.SyntaxKind.FalseKeyword) return staticValue(false);
  if (node.kind === tsc.SyntaxKind.NullKeyword) return staticValue(null);
  if (tsc.isIdentifier(node)) return lookUp(reader, node, scope);
  if (tsc.isParenthesizedExpression(node) || tsc.isAsExpression(node) || tsc.isSatisfiesExpression(node) || tsc.isNonNullExpression(node))
    return evaluate(reader, node.expression, scope);
  if (tsc.isPropertyAccessExpression(node)) return memberOf(reader, evaluate(reader, node.expression, scope), node.name.text, node.name);
  if (tsc.isElementAccessExpression(node)) return indexed(reader, node, scope);
  if (tsc.isCallExpression(node)) return evaluateCall(reader, node, scope);
  if (tsc.isYieldExpression(node) && node.asteriskToken && node.expression) return evaluate(reader, node.expression, scope);
  if (tsc.isConditionalExpression(node)) return conditional(reader, node, scope);
  if (tsc.isPrefixUnaryExpression(node)) return prefix(reader, node, scope);
  if (tsc.isTemplateExpression(node)) return template(reader, node, scope);
  if (tsc.isArrowFunction(node) || tsc.isFunctionExpression(node)) return { kind: "closure", node, scope };
  if (tsc.isBinaryExpression(node)) {
    if (refuseOperator(reader, node)) return poison;
    const kind = node.operatorToken.kind;
    if (kind === tsc.SyntaxKind.AmpersandAmpersandToken || kind === tsc.SyntaxKind.BarBarToken) return logical(reader, node, scope);
    if (kind === tsc.SyntaxKind.QuestionQuestionToken) {
      const left = evaluate(reader, node.left, scope);
      return left.kind === "static" && (left.value === undefined || left.value === null) ? evaluate(reader, node.right, scope) : left;
    }
    if (kind >= tsc.SyntaxKind.FirstAssignment && kind <= tsc.SyntaxKind.LastAssignment) {
      reader.report("CUI1003", node, "an assignment inside an expression", "write it as a statement of its own");
      return poison;
    }
    const [a, b] = evaluateAll(reader, [node.left, node.right], scope) as [Value, Value];
    return combine(reader, kind, a, b, node, [node.left, node.right]);
  }
  if (tsc.isArrayLiteralExpression(node)) {
    const values = evaluateAll(
      reader,
      node.elements.map((e) => (tsc.isSpreadElement(e) ? e.expression : e)),
      scope,
    );
    return {
      kind: "array",
      elements: values.flatMap((v, n) =>
        tsc.isSpreadElement(node.elements[n]!) ? (elementsOf(reader, v, node.elements[n]!) ?? []) : [reader.settled(v, node.elements[n]!)],
      ),
    };
  }
  if (tsc.isObjectLiteralExpression(node)) return objectLiteral(reader, node, scope);
  refuseSyntax(reader, node, "expression");
  return poison;
};

const objectLiteral = (reader: Reader, node: ts.ObjectLiteralExpression, scope: Scope): Value => {
  const fields = new Map<string, Value>();
  let known = true;
  for (const p of node.properties) {
    if (tsc.isShorthandPropertyAssignment(p)) fields.set(p.name.text, reader.settled(lookUp(reader, p.name, scope), p));
    else if (tsc.isPropertyAssignment(p) && (tsc.isIdentifier(p.name) || tsc.isStringLiteral(p.name)))
      fields.set(p.name.text, reader.settled(evaluate(reader, p.initializer, scope), p.initializer));
    else if (tsc.isSpreadAssignment(p)) {
      const value = evaluate(reader, p.expression, scope);
      if (value.kind === "object") for (const [name, field] of value.fields) fields.set(name, field);
      else known = false;
      if (value.kind !== "object" && value.kind !== "poison")
        reader.report("CUI2013", p.expression, "an object", describe(value), "only the fields of objects can be spread here");
    } else {
      known = false;
      reader.report("CUI1003", p, "this member", "write name: value");
    }
  }
  return known ? { kind: "object", fields } : poison;
};
