// Loops of the source: `for...of` over the language's iterators and over compile-time arrays, and plain counting loops.
import type ts from "typescript";
import type { Buffer, Expr, Statement, Variable } from "../ir/tile.ts";
import { rewrite, walk, walkExpression } from "../passes/walk.ts";
import { bindPattern } from "./bind.ts";
import { checkParallelBody } from "./elements.ts";
import { elementsOf, evaluate } from "./evaluate.ts";
import { binary, constant, variableOf } from "./expressions.ts";
import { checkPipelined, usesOf } from "./pipelined.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { runIteration } from "./statements.ts";
import { type Loop, poison, type Scope, scalar, staticValue, type Value } from "./values.ts";

/** Name of the n-th element of a pattern, for the variable of that index. */
const nameAt = (pattern: ts.BindingName, n: number, otherwise: string): string => {
  if (tsc.isIdentifier(pattern)) return `${pattern.text}${n}`;
  const element = tsc.isArrayBindingPattern(pattern) ? pattern.elements[n] : undefined;
  return element && !tsc.isOmittedExpression(element) && tsc.isIdentifier(element.name) ? element.name.text : otherwise;
};
const indexTuple = (variables: readonly Variable[]): Value => ({ kind: "array", elements: variables.map((v) => scalar(variableOf(v))) });

/** Inside `parallel` every loop of known bounds is written out, outside of it those that ask for it. */
const isWrittenOut = (reader: Reader, mode: "serial" | "unrolled" | "pipelined", first: Expr, last: Expr): boolean =>
  mode === "unrolled" || (reader.parallel !== null && first.kind === "constant" && last.kind === "constant");

const count = (
  reader: Reader,
  node: ts.ForOfStatement,
  pattern: ts.BindingName,
  loop: Loop & { readonly kind: "count" },
  scope: Scope,
): void => {
  if (loop.mode === "pipelined" && reader.parallel) reader.report("CUI4003", node.expression, "pipelined");
  if (loop.mode === "pipelined" && reader.threads) reader.report("CUI8004", node.expression, "pipelined", "`threads`");
  const first = reader.settle(loop.first, node.expression);
  const last = reader.settle(loop.last, node.expression);
  const variable = reader.variable(tsc.isIdentifier(pattern) ? pattern.text : "index", "i32", "loop");
  if (isWrittenOut(reader, loop.mode, first, last)) reader.unrolled.add(variable);
  const { statements: body } = reader.capture(() => {
    const inner = scope.child();
    bindPattern(reader, pattern, scalar(variableOf(variable)), inner, false);
    runIteration(reader, node.statement, inner);
  });
  const made = {
    kind: "for",
    mode: loop.mode,
    variable,
    first,
    last,
    step: loop.step,
    stages: loop.stages,
    body,
    position: positionOf(node),
  } as const;
  reader.statements.push(made);
  if (loop.mode === "pipelined") checkPipelined(reader, made, node);
};

const parallel = (
  reader: Reader,
  node: ts.ForOfStatement,
  pattern: ts.BindingName,
  loop: Loop & { readonly kind: "parallel" },
  scope: Scope,
): void => {
  if (reader.parallel) return reader.report("CUI4003", node.expression, "parallel");
  if (reader.threads) return reader.report("CUI8004", node.expression, "parallel", "`threads`");
  if (!reader.device) return reader.report("CUI1003", node, "`parallel` outside of the device program", "move it into the inner function");
  const indices = loop.extents.map(
    (_, n): Variable => ({ kind: "variable", name: nameAt(pattern, n, `lane${n}`), dtype: "i32", role: "lane", mutable: false }),
  );
  const { statements: body } = reader.capture(() => {
    reader.parallel = {
      indices,
      extents: loop.extents,
      locals: new Set<Variable | Buffer>(indices),
      definitions: new Map(),
      inlining: reader.inlining.length,
    };
    const inner = scope.child();
    bindPattern(reader, pattern, indexTuple(indices), inner, false);
    runIteration(reader, node.statement, inner);
    reader.parallel = null;
  });
  checkParallelBody(reader, body, node);
  reader.statements.push({ kind: "parallel", indices, extents: loop.extents, executor: reader.executor, body, position: positionOf(node) });
};

/** The grid. Definitions that stand before it move into it, and their values into its extents, which are computed before the launch. */
const work = (
  reader: Reader,
  node: ts.ForOfStatement,
  pattern: ts.BindingName,
  loop: Loop & { readonly kind: "work" },
  scope: Scope,
): void => {
  const outer = reader.statements;
  if (reader.depth > 0 || reader.working || reader.parallel || !reader.device) return reader.report("CUI1013", node);
  const definitions = new Map<Variable, Expr>();
  for (const s of outer) {
    if (s.kind === "let" && !s.variable.mutable) definitions.set(s.variable, s.value);
    else if (s.kind !== "let") reader.reportAt("CUI1013", s.position);
  }
  const inlined = (e: Expr): Expr =>
    rewrite(e, (part) => (part.kind === "variable" && definitions.has(part.variable) ? inlined(definitions.get(part.variable)!) : null));
  const extents = loop.extents.map(inlined);
  for (const extent of extents)
    walkExpression(extent, (e) => {
      if (e.kind === "read" || e.kind === "element" || (e.kind === "variable" && e.variable.role !== "parameter"))
        reader.report("CUI1014", node.expression);
    });
  const indices = extents.map((_, n) => reader.variable(nameAt(pattern, n, `item${n}`), "i32", "work"));
  const { statements: body } = reader.capture(() => {
    reader.working = true;
    reader.depth = 0;
    const inner = scope.child();
    bindPattern(reader, pattern, indexTuple(indices), inner, false);
    runIteration(reader, node.statement, inner);
    reader.depth = 1;
  });
  const roles = body.findIndex((s) => s.kind === "roles");
  if (roles >= 0 && body[roles + 1]) reader.reportAt("CUI7005", body[roles + 1]!.position);
  const made: Statement = {
    kind: "work",
    indices,
    extents,
    reversed: loop.reversed,
    body: [...outer, ...body],
    position: positionOf(node),
  };
  outer.splice(0, outer.length, made);
};

export const iterationLoop = (reader: Reader, node: ts.ForOfStatement, scope: Scope): void => {
  const value = evaluate(reader, node.expression, scope);
  if (!tsc.isVariableDeclarationList(node.initializer))
    return reader.report("CUI1003", node.initializer, "a loop over an outer variable", "declare it: for (const x of ...)");
  const pattern = node.initializer.declarations[0]!.name;
  if (value.kind === "loop") {
    const { loop } = value;
    if (loop.kind === "count") return count(reader, node, pattern, loop, scope);
    if (loop.kind === "parallel") return parallel(reader, node, pattern, loop, scope);
    return work(reader, node, pattern, loop, scope);
  }
  if (value.kind === "poison") {
    // The body is still read, for its own errors.
    const inner = scope.child();
    bindPattern(reader, pattern, poison, inner, false);
    const working = reader.working;
    reader.working = true;
    reader.capture(() => runIteration(reader, node.statement, inner));
    reader.working = working;
    return;
  }
  for (const element of elementsOf(reader, value, node.expression) ?? []) {
    const inner = scope.child();
    bindPattern(reader, pattern, element, inner, false);
    runIteration(reader, node.statement, inner);
  }
};

/** while (condition) */
export const conditionLoop = (reader: Reader, node: ts.WhileStatement, scope: Scope): void => {
  if (!reader.device) return reader.report("CUI1003", node, "`while` outside of the device program", "use a loop of known length");
  if (reader.parallel) return reader.report("CUI4003", node.expression, "while");
  const { statements: made, result: test } = reader.capture(() => evaluate(reader, node.expression, scope));
  if (made.length > 0)
    return reader.report(
      "CUI1003",
      node.expression,
      "a condition that takes steps of its own",
      "keep its value in a `let` that the loop's body computes anew",
    );
  const condition = test.kind === "poison" ? null : reader.coerce(reader.scalarOf(test, node.expression), "bool", node.expression);
  const { statements: body } = reader.capture(() => runIteration(reader, node.statement, scope.child()));
  if (condition) reader.statements.push({ kind: "while", condition, body, position: positionOf(node) });
};

/** Whether statements assign or write what a value is made of. */
const changes = (body: readonly Statement[], value: Expr): boolean => {
  const changed = new Set<object>();
  walk(body, (s) => {
    if (s.kind === "assign") changed.add(s.variable);
    for (const use of usesOf(s)) if (use.writes) changed.add(use.of);
  });
  let found = false;
  walkExpression(value, (e) => {
    found ||= changed.has(e.kind === "variable" ? e.variable : e.kind === "element" ? e.buffer : e.kind === "read" ? e.view.tensor : e);
  });
  return found;
};

/** for (let i = first; i < last; i += step) */
export const countingLoop = (reader: Reader, node: ts.ForStatement, scope: Scope): void => {
  const refuse = (): void =>
    reader.report(
      "CUI1003",
      node,
      "this form of `for`",
      "write for (let i = first; i < last; i += step), or loop over serial(first, last, step)",
    );
  const { initializer, condition, incrementor } = node;
  const declared =
    initializer && tsc.isVariableDeclarationList(initializer) && initializer.declarations.length === 1
      ? initializer.declarations[0]!
      : null;
  if (!declared?.initializer || !tsc.isIdentifier(declared.name) || !condition || !incrementor || !tsc.isBinaryExpression(condition))
    return refuse();
  const name = declared.name.text;
  const isIndex = (e: ts.Expression): boolean => tsc.isIdentifier(e) && e.text === name;
  const inclusive = condition.operatorToken.kind === tsc.SyntaxKind.LessThanEqualsToken;
  if (!isIndex(condition.left) || (!inclusive && condition.operatorToken.kind !== tsc.SyntaxKind.LessThanToken)) return refuse();
  let step: number | null = null;
  if (
    (tsc.isPostfixUnaryExpression(incrementor) || tsc.isPrefixUnaryExpression(incrementor)) &&
    incrementor.operator === tsc.SyntaxKind.PlusPlusToken &&
    isIndex(incrementor.operand)
  )
    step = 1;
  else if (
    tsc.isBinaryExpression(incrementor) &&
    incrementor.operatorToken.kind === tsc.SyntaxKind.PlusEqualsToken &&
    isIndex(incrementor.left)
  )
    step = reader.staticNumber(evaluate(reader, incrementor.right, scope), "the step of a loop", incrementor.right);
  else return refuse();
  if (step === null) return;
  if (!Number.isInteger(step) || step <= 0) return reader.report("CUI2006", incrementor, `${step}`);
  const [a, b] = [evaluate(reader, declared.initializer, scope), evaluate(reader, condition.right, scope)];
  const body = (index: Value): void => {
    const inner = scope.child();
    bindPattern(reader, declared.name, index, inner, false);
    runIteration(reader, node.statement, inner);
  };
  if (!reader.device) {
    const [from, to] = [reader.staticNumber(a, "a bound", declared.initializer), reader.staticNumber(b, "a bound", condition.right)];
    if (from !== null && to !== null) for (let i = from; inclusive ? i <= to : i < to; i += step) body(staticValue(i));
    return;
  }
  const [first, bound] = [reader.integer(a, declared.initializer), reader.integer(b, condition.right)];
  const variable = reader.variable(name, "i32", "loop");
  if (first && bound && isWrittenOut(reader, "serial", first, bound)) reader.unrolled.add(variable);
  const { statements } = reader.capture(() => body(first ? scalar(variableOf(variable)) : poison));
  if (!first || !bound) return;
  const position = positionOf(node);
  const last = inclusive ? binary("add", bound, constant("i32", 1), position) : bound;
  if (changes(statements, last))
    return reader.report("CUI1003", condition.right, "a bound that the loop changes", "compute it before the loop");
  const settled = [reader.settle(first, declared.initializer), reader.settle(last, condition.right)] as const;
  reader.statements.push({
    kind: "for",
    mode: "serial",
    variable,
    first: settled[0],
    last: settled[1],
    step,
    stages: 1,
    body: statements,
    position,
  });
};
