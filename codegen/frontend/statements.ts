// Statements of the source: declarations, assignments, conditions and early exits. A static `if` reads the branch taken only. Where a run-time
// `if` leaves a function or an iteration, what follows it is read once in each branch, so that structured control flow is enough.
import type ts from "typescript";
import type { Expr, Statement } from "../ir/tile.ts";
import { assignName, bindPattern, annotated } from "./bind.ts";
import { combine, elementsOf, evaluate, evaluateAll, merge } from "./evaluate.ts";
import { elementIndex, elementWritten, localWritten } from "./elements.ts";
import { unary } from "./expressions.ts";
import { conditionLoop, countingLoop, iterationLoop } from "./loops.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { describe, nothing, poison, type Scope, staticValue, type Value } from "./values.ts";

/** How a list of statements ends. */
export type Completion =
  | { readonly kind: "next" | "continue" }
  | { readonly kind: "return"; readonly value: Value; readonly node: ts.Node };
export const next: Completion = { kind: "next" };

/** Whether a statement can leave its function or iteration (not those inside it). */
const exits = (node: ts.Node): boolean => {
  if (tsc.isReturnStatement(node) || tsc.isContinueStatement(node)) return true;
  if (tsc.isFunctionLike(node) || tsc.isIterationStatement(node, false)) return false;
  return !!tsc.forEachChild(node, (child) => exits(child) || undefined);
};

/** Assigns to a name, an element or a pattern. */
const assign = (reader: Reader, target: ts.Expression, value: Value, scope: Scope): void => {
  if (tsc.isParenthesizedExpression(target) || tsc.isNonNullExpression(target)) return assign(reader, target.expression, value, scope);
  if (tsc.isIdentifier(target)) return assignName(reader, target, value, scope);
  if (tsc.isArrayLiteralExpression(target)) {
    const elements = value.kind === "poison" ? null : elementsOf(reader, value, target);
    return target.elements.forEach((e, n) => assign(reader, e, elements?.[n] ?? poison, scope));
  }
  const place = evaluate(reader, target, scope);
  if (place.kind === "element" && place.index.length === place.buffer.shape.length) {
    const { buffer, index } = place;
    const inPlace = elementIndex(reader, buffer, index, target);
    const stored = value.kind === "poison" ? null : reader.coerce(reader.scalarOf(value, target), buffer.dtype, target);
    const alone = buffer.space === "local" ? localWritten(reader, buffer, target) : elementWritten(reader, buffer.name, index, target);
    if (inPlace && alone && stored)
      reader.statements.push({ kind: "store", target: { kind: "element", buffer, index }, value: stored, position: positionOf(target) });
  } else if (place.kind !== "poison") reader.report("CUI1015", target, describe(place));
};

const assignment = (reader: Reader, node: ts.BinaryExpression, scope: Scope): void => {
  const operator = node.operatorToken.kind;
  if (operator === tsc.SyntaxKind.EqualsToken) return assign(reader, node.left, evaluate(reader, node.right, scope), scope);
  // The place is found twice, to read and to write: that must not do anything twice.
  if (reader.capture(() => evaluate(reader, node.left, scope)).statements.length > 0)
    return reader.report("CUI1003", node.left, "a place whose index is computed by statements", "compute the index in a `const` first");
  const [old, value] = evaluateAll(reader, [node.left, node.right], scope) as [Value, Value];
  assign(reader, node.left, combine(reader, compound(operator), old, value, node, [node.left, node.right]), scope);
};
const compound = (operator: ts.SyntaxKind): ts.SyntaxKind => {
  const kinds = tsc.SyntaxKind;
  switch (operator) {
    case kinds.PlusEqualsToken:
      return kinds.PlusToken;
    case kinds.MinusEqualsToken:
      return kinds.MinusToken;
    case kinds.AsteriskEqualsToken:
      return kinds.AsteriskToken;
    case kinds.SlashEqualsToken:
      return kinds.SlashToken;
    case kinds.PercentEqualsToken:
      return kinds.PercentToken;
    case kinds.AsteriskAsteriskEqualsToken:
      return kinds.AsteriskAsteriskToken;
    case kinds.AmpersandEqualsToken:
      return kinds.AmpersandToken;
    case kinds.BarEqualsToken:
      return kinds.BarToken;
    case kinds.CaretEqualsToken:
      return kinds.CaretToken;
    case kinds.LessThanLessThanEqualsToken:
      return kinds.LessThanLessThanToken;
    default:
      return kinds.GreaterThanGreaterThanToken;
  }
};

const expressionStatement = (reader: Reader, node: ts.Expression, scope: Scope): void => {
  if (tsc.isParenthesizedExpression(node)) return expressionStatement(reader, node.expression, scope);
  if (
    tsc.isBinaryExpression(node) &&
    node.operatorToken.kind >= tsc.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= tsc.SyntaxKind.LastAssignment
  )
    return assignment(reader, node, scope);
  const steps =
    tsc.isPostfixUnaryExpression(node) ||
    (tsc.isPrefixUnaryExpression(node) &&
      (node.operator === tsc.SyntaxKind.PlusPlusToken || node.operator === tsc.SyntaxKind.MinusMinusToken));
  if (steps) {
    const operator = node.operator === tsc.SyntaxKind.PlusPlusToken ? tsc.SyntaxKind.PlusToken : tsc.SyntaxKind.MinusToken;
    return assign(
      reader,
      node.operand,
      combine(reader, operator, evaluate(reader, node.operand, scope), staticValue(1), node, [node.operand, node]),
      scope,
    );
  }
  evaluate(reader, node, scope);
};

const declare = (reader: Reader, list: ts.VariableDeclarationList, scope: Scope): void => {
  const mutable = (list.flags & tsc.NodeFlags.Let) !== 0;
  if (!(list.flags & (tsc.NodeFlags.Let | tsc.NodeFlags.Const)))
    reader.report("CUI1003", list, "`var`", "declare it with `let` or `const`");
  for (const node of list.declarations) {
    const value = node.initializer
      ? annotated(reader, evaluate(reader, node.initializer, scope), node.type, node.initializer, scope)
      : nothing;
    if (!node.initializer && mutable && reader.device) reader.report("CUI1003", node, "a variable without a first value", "give it one");
    bindPattern(reader, node.name, node.initializer || !reader.device ? value : poison, scope, mutable, node.type);
  }
};

const branchList = (node: ts.Statement): readonly ts.Statement[] => (tsc.isBlock(node) ? node.statements : [node]);

const condition = (reader: Reader, node: ts.IfStatement, scope: Scope, after: () => Completion): Completion => {
  const test = evaluate(reader, node.expression, scope);
  const branch = (taken: ts.Statement | undefined, rest: () => Completion): Completion =>
    taken ? execute(reader, branchList(taken), scope.child(), rest) : rest();
  if (test.kind === "static") return branch(test.value ? node.thenStatement : node.elseStatement, after);
  const expr = test.kind === "poison" ? null : reader.coerce(reader.scalarOf(test, node.expression), "bool", node.expression);
  const exit = exits(node);
  const rest = exit ? after : (): Completion => next;
  const then = reader.capture(() => branch(node.thenStatement, rest));
  const otherwise = reader.capture(() => branch(node.elseStatement, rest));
  const joined = expr ? join(reader, node, expr, then, otherwise) : next;
  return exit ? joined : after();
};

interface Read {
  readonly statements: readonly Statement[];
  readonly result: Completion;
}
const join = (reader: Reader, node: ts.IfStatement, test: Expr, then: Read, otherwise: Read): Completion => {
  const valueOf = (c: Completion): Value => (c.kind === "return" ? c.value : nothing);
  const [a, b] = [valueOf(then.result), valueOf(otherwise.result)];
  const isNothing = (v: Value): boolean => v.kind === "static" && v.value === undefined;
  if (isNothing(a) && isNothing(b)) {
    const position = positionOf(node);
    // `if (done) continue;` leaves its first branch empty: the rest then stands under the opposite condition.
    const flipped = then.statements.length === 0;
    const [first, second] = flipped ? [otherwise.statements, then.statements] : [then.statements, otherwise.statements];
    if (first.length > 0)
      reader.statements.push({
        kind: "if",
        condition: flipped ? unary("not", test, position) : test,
        then: first,
        otherwise: second,
        position,
      });
    return then.result.kind === "next" ? otherwise.result : then.result;
  }
  if (a.kind === "poison" || b.kind === "poison") return { kind: "return", value: poison, node };
  const scalars = [a, b].every(
    (v) =>
      v.kind === "scalar" || v.kind === "element" || (v.kind === "static" && (typeof v.value === "number" || typeof v.value === "boolean")),
  );
  if (!scalars) reader.report("CUI1019", node);
  const value = scalars
    ? merge(reader, test, { statements: then.statements, result: a }, { statements: otherwise.statements, result: b }, node, node, node)
    : poison;
  return { kind: "return", value, node };
};

/** Reads statements in order, then what follows them. */
export const execute = (reader: Reader, list: readonly ts.Statement[], scope: Scope, after: () => Completion, from = 0): Completion => {
  for (let n = from; n < list.length; n++) {
    const node = list[n]!;
    const rest = (): Completion => execute(reader, list, scope, after, n + 1);
    if (tsc.isVariableStatement(node)) declare(reader, node.declarationList, scope);
    else if (tsc.isExpressionStatement(node)) expressionStatement(reader, node.expression, scope);
    else if (tsc.isIfStatement(node)) return condition(reader, node, scope, rest);
    else if (tsc.isBlock(node)) return execute(reader, node.statements, scope.child(), rest);
    else if (tsc.isReturnStatement(node)) {
      if (reader.parallel && reader.inlining.length === reader.parallel.inlining) reader.report("CUI4005", node, "return");
      return { kind: "return", value: node.expression ? evaluate(reader, node.expression, scope) : nothing, node };
    } else if (tsc.isContinueStatement(node)) {
      if (reader.parallel) reader.report("CUI4005", node, "continue");
      return { kind: "continue" };
    } else if (tsc.isBreakStatement(node)) reader.report(reader.parallel ? "CUI4005" : "CUI1011", node, "break");
    else if (tsc.isForOfStatement(node)) iterationLoop(reader, node, scope);
    else if (tsc.isForStatement(node)) countingLoop(reader, node, scope);
    else if (tsc.isWhileStatement(node)) conditionLoop(reader, node, scope);
    else if (tsc.isFunctionDeclaration(node) && node.name)
      scope.set(node.name.text, { value: { kind: "closure", node, scope }, assignable: false, variable: null, depth: 0 });
    else if (tsc.isThrowStatement(node)) thrown(reader, node, scope);
    else if (!tsc.isEmptyStatement(node) && !tsc.isInterfaceDeclaration(node) && !tsc.isTypeAliasDeclaration(node))
      reader.report("CUI1003", node, "this statement", "use const, let, if, for and calls");
  }
  return after();
};

/** `throw` at compile time: the author refuses these constants. */
const thrown = (reader: Reader, node: ts.ThrowStatement, scope: Scope): void => {
  const message = tsc.isNewExpression(node.expression) ? node.expression.arguments?.[0] : node.expression;
  const value = message ? evaluate(reader, message, scope) : nothing;
  if (reader.depth > 0) reader.report("CUI1003", node, "`throw` under a run-time condition", "check it before the launch");
  else reader.report("CUI1017", node, value.kind === "static" ? `${value.value}` : "the kernel throws");
};

/** The body of an inlined function: what it returns. */
export const runFunction = (reader: Reader, body: ts.Block, scope: Scope): Value => {
  const completion = execute(reader, body.statements, scope, () => next);
  return completion.kind === "return" ? completion.value : nothing;
};
/** The body of a loop, where `continue` is an end like any other and `return` cannot be. */
export const runIteration = (reader: Reader, body: ts.Statement, scope: Scope): void => {
  const completion = execute(reader, branchList(body), scope.child(), () => next);
  if (completion.kind === "return" && !reader.parallel) reader.report("CUI1011", completion.node, "return");
};
