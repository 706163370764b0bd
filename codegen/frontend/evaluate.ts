// Expressions of the source to values. Compile-time values are computed as JavaScript does; run-time scalars become expressions of tile IR.
import type ts from "typescript";
import type { Expr, Statement } from "../ir/tile.ts";
import { staticBinary } from "./static-operators.ts";
import { walkExpression } from "../passes/walk.ts";
import { evaluateCall } from "./calls.ts";
import { callScalar } from "./language.ts";
import { binary, cast, constant, isVolatile, select, unary, variableOf } from "./expressions.ts";
import { lookUp, namespaceMember } from "./names.ts";
import type { Reader } from "./reader.ts";
import { languagePath, positionOf, tsc } from "./source.ts";
import { describe, nothing, poison, type Scope, scalar, staticValue, type Value } from "./values.ts";
import { memberOfTensor } from "./tensors.ts";

/** Evaluates in source order. A value that later ones could change by the statements they make is held in a variable first. */
export const evaluateAll = (reader: Reader, nodes: readonly ts.Expression[], scope: Scope): Value[] => {
  const values: { value: Value; readonly node: ts.Expression; readonly at: number }[] = [];
  for (const node of nodes) {
    const before = reader.statements.length;
    const value = evaluate(reader, node, scope);
    if (reader.statements.length > before) {
      let inserted = 0;
      for (const earlier of values) {
        if (earlier.value.kind !== "scalar" && earlier.value.kind !== "element") continue;
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

/** A value as a list: an array, or the shape of something. */
export const elementsOf = (reader: Reader, value: Value, node: ts.Node): readonly Value[] | null => {
  if (value.kind === "array") return value.elements;
  if (value.kind !== "poison") reader.report("CUI2013", node, "an array", describe(value), "only arrays can be taken apart by position");
  return null;
};

export const memberOf = (reader: Reader, value: Value, name: string, node: ts.Node): Value => {
  const unknown = (help: string): Value => {
    reader.report("CUI1009", node, name, help);
    return poison;
  };
  switch (value.kind) {
    case "poison":
      return poison;
    case "object": {
      const field = value.fields.get(name);
      if (field || !value.complete) return field ?? nothing;
      if (value.complete === "slot") return unknown(`a slot of this ring has ${[...value.fields.keys()].join(", ")}`);
      reader.report("CUI1005", node, name);
      return poison;
    }
    case "array":
      return name === "length" ? staticValue(value.elements.length) : unknown("arrays have `length`");
    case "language":
      return (value.name === "*" && namespaceMember(reader, languagePath, name)) || unknown("it has none");
    case "namespace":
      return namespaceMember(reader, value.path, name) ?? unknown("the module does not export it");
    case "builtin": {
      const member: unknown =
        value.name === "Math"
          ? Reflect.get(Math, name)
          : value.name === "Number"
            ? Reflect.get(Number, name)
            : value.name === "console"
              ? Reflect.get(console, name)
              : undefined;
      if (typeof member === "number") return staticValue(member);
      return typeof member === "function"
        ? { kind: "builtin", name: `${value.name}.${name}` }
        : unknown("it is not part of JavaScript's standard library");
    }
    case "tile":
      if (name === "at") return { kind: "method", of: value, name };
      if (name !== "shape") return unknown("a tile has `shape`, `at`, and elements by index");
      return { kind: "array", elements: value.ref.buffer.shape.map(staticValue) };
    case "tensor":
      return memberOfTensor(value, name) ?? unknown("a tensor has shape, at, slice, read and write");
    case "ring":
      return name === "produce" || name === "consume" ? { kind: "method", of: value, name } : unknown("a ring has produce and consume");
    case "static":
      return typeof value.value === "string" && name === "length" ? staticValue(value.value.length) : unknown("scalars have none");
    case "scalar":
    case "dtype":
    case "closure":
    case "method":
    case "element":
    case "view":
    case "range":
    case "loop":
      return unknown(`${describe(value)} has none`);
    default:
      return value satisfies never;
  }
};

const indexed = (reader: Reader, node: ts.ElementAccessExpression, scope: Scope): Value => {
  const [of, at] = evaluateAll(reader, [node.expression, node.argumentExpression], scope) as [Value, Value];
  if (of.kind === "poison" || at.kind === "poison") return poison;
  if (of.kind === "tile" || of.kind === "element") {
    const buffer = of.kind === "tile" ? of.ref.buffer : of.buffer;
    const index = of.kind === "tile" ? [] : of.index;
    if ((of.kind === "tile" && of.ref.transposed) || index.length >= buffer.shape.length) {
      reader.report("CUI2010", node, describe(of), `${buffer.shape.length}`, `${index.length + 1}`);
      return poison;
    }
    const next = reader.integer(at, node.argumentExpression);
    if (!next) return poison;
    const extent = buffer.shape[index.length]!;
    if (next.kind === "constant" && (next.value < 0 || next.value >= extent)) {
      reader.report("CUI2012", node.argumentExpression, `${next.value}`, `${extent}`);
      return poison;
    }
    return { kind: "element", buffer, index: [...index, next] };
  }
  if (of.kind === "object" && at.kind === "static" && typeof at.value === "string") return memberOf(reader, of, at.value, node);
  const elements = elementsOf(reader, of, node.expression);
  const n = reader.staticNumber(at, "an index of an array", node.argumentExpression);
  return elements && n !== null ? (elements[n] ?? nothing) : poison;
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
  if (a.kind === "static" && b.kind === "static") return staticValue(staticBinary(operator, a.value, b.value));
  table ??= operators();
  const op = table[operator];
  const symbol = tsc.tokenToString(operator) ?? "?";
  if (op === "equal" || op === "notEqual") {
    if (a.kind === "dtype" && b.kind === "dtype") return staticValue((a.dtype === b.dtype) === (op === "equal"));
    // A handle is never undefined: tests for absence are answered here.
    if ([a, b].some((v) => v.kind === "static" && (v.value === undefined || v.value === null))) return staticValue(op === "notEqual");
  }
  const [s, t] = [reader.scalarOf(a, left), reader.scalarOf(b, right)];
  if (s === null || t === null) return poison;
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
  // Arithmetic has no 16-bit type: what is narrower is exact as f32.
  const wide = (e: typeof s): typeof s =>
    typeof e === "object" && (e.dtype === "f16" || e.dtype === "bf16") ? cast("f32", e, positionOf(node)) : e;
  const pair = reader.unify(symbol, wide(s), wide(t), node);
  if (!pair) return poison;
  const [x, y] = pair;
  if (op === "divide" && (x.dtype === "i32" || x.dtype === "u32")) {
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
  // A right side that reads memory runs only where the left side lets it: `select` keeps that order.
  if (readsMemory(b))
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
  const [x, y] = [reader.scalarOf(a.result, first), reader.scalarOf(b.result, second)];
  const pair = x !== null && y !== null && reader.unify("?:", x, y, node);
  if (!pair) return poison;
  const position = positionOf(node);
  if (a.statements.length === 0 && b.statements.length === 0) return scalar(select(condition, pair[0], pair[1], position));
  const { dtype } = pair[0];
  const variable = reader.variable(reader.temporary("chosen"), dtype, "local", true);
  reader.statements.push({ kind: "let", variable, value: constant(dtype, 0), position });
  const assign = (branch: Branch, value: Expr): Statement[] => [...branch.statements, { kind: "assign", variable, value, position }];
  reader.statements.push({ kind: "if", condition, then: assign(a, pair[0]), otherwise: assign(b, pair[1]), position });
  return scalar(variableOf(variable));
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
  if (node.operator === kinds.MinusToken && a.dtype !== "bool" && a.dtype !== "u32") {
    if (a.dtype === "f16" || a.dtype === "bf16") a = reader.coerce(a, "f32", node)!;
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
  for (const span of node.templateSpans) {
    const value = evaluate(reader, span.expression, scope);
    text += (value.kind === "static" ? `${value.value}` : describe(value)) + span.literal.text;
  }
  return staticValue(text);
};

export const evaluate = (reader: Reader, node: ts.Expression, scope: Scope): Value => {
  if (tsc.isNumericLiteral(node)) return staticValue(Number(node.text));
  if (tsc.isStringLiteralLike(node)) return staticValue(node.text);
  if (node.kind === tsc.SyntaxKind.TrueKeyword) return staticValue(true);
  if (node.kind === tsc.SyntaxKind.FalseKeyword) return staticValue(false);
  if (node.kind === tsc.SyntaxKind.NullKeyword) return staticValue(null);
  if (tsc.isIdentifier(node)) return lookUp(reader, node, scope);
  if (tsc.isParenthesizedExpression(node) || tsc.isAsExpression(node) || tsc.isSatisfiesExpression(node) || tsc.isNonNullExpression(node))
    return evaluate(reader, node.expression, scope);
  if (tsc.isPropertyAccessExpression(node)) return property(reader, node, scope);
  if (tsc.isElementAccessExpression(node)) return indexed(reader, node, scope);
  if (tsc.isCallExpression(node)) return evaluateCall(reader, node, scope);
  if (tsc.isYieldExpression(node) && node.asteriskToken && node.expression) return evaluate(reader, node.expression, scope);
  if (tsc.isConditionalExpression(node)) return conditional(reader, node, scope);
  if (tsc.isPrefixUnaryExpression(node)) return prefix(reader, node, scope);
  if (tsc.isTemplateExpression(node)) return template(reader, node, scope);
  if (tsc.isArrowFunction(node) || tsc.isFunctionExpression(node)) return { kind: "closure", node, scope };
  if (tsc.isBinaryExpression(node)) {
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
  if (node.kind !== tsc.SyntaxKind.MissingDeclaration)
    reader.report("CUI1003", node, "this expression", "use numbers, tiles, calls, ?: and the operators");
  return poison;
};

const property = (reader: Reader, node: ts.PropertyAccessExpression, scope: Scope): Value => {
  const of = evaluate(reader, node.expression, scope);
  return memberOf(reader, of, node.name.text, node.name);
};

const objectLiteral = (reader: Reader, node: ts.ObjectLiteralExpression, scope: Scope): Value => {
  const fields = new Map<string, Value>();
  for (const p of node.properties) {
    if (tsc.isShorthandPropertyAssignment(p)) fields.set(p.name.text, reader.settled(lookUp(reader, p.name, scope), p));
    else if (tsc.isPropertyAssignment(p) && (tsc.isIdentifier(p.name) || tsc.isStringLiteral(p.name)))
      fields.set(p.name.text, reader.settled(evaluate(reader, p.initializer, scope), p.initializer));
    else if (tsc.isSpreadAssignment(p)) {
      const value = evaluate(reader, p.expression, scope);
      if (value.kind === "object") for (const [name, field] of value.fields) fields.set(name, field);
    } else reader.report("CUI1003", p, "this member", "write name: value");
  }
  return { kind: "object", fields };
};
