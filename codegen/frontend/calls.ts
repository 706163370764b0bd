// Calls: the language's functions, tensor methods, JavaScript's Math at compile time, and the author's own functions, which are inlined.
import type ts from "typescript";
import { operations } from "../../dsl/ops/index.ts";
import { annotated, bindPattern, checkParameterNames } from "./bind.ts";
import { elementAt, isYielded } from "./effects.ts";
import { evaluate, evaluateAll } from "./evaluate.ts";
import { elementsOf, memberOf } from "./members.ts";
import { callCast, callLanguage } from "./language.ts";
import type { Reader } from "./reader.ts";
import { tsc } from "./source.ts";
import { runFunction } from "./statements.ts";
import { callRing } from "./rings.ts";
import { callMethod } from "./tensors.ts";
import { refuseFunction } from "./unsupported.ts";
import { describe, type FunctionNode, nothing, poison, type Scope, staticValue, type Value } from "./values.ts";

/** JavaScript's own functions: they run now. */
const callBuiltin = (reader: Reader, name: string, values: readonly Value[], node: ts.CallExpression): Value => {
  const [owner, member] = name.split(".") as [string, string | undefined];
  // Output belongs to the JS run; compiled code has none.
  if (owner === "console") return nothing;
  if (values.some((v) => v.kind === "poison")) return poison;
  if (member === undefined || !values.every((v) => v.kind === "static")) {
    reader.report("CUI1003", node, `${name} of a run-time value`, "the language has its own: exp, log, sqrt, abs, min, max, floor, ...");
    return poison;
  }
  const target: unknown = Reflect.get(owner === "Math" ? Math : Number, member);
  if (name === "Math.random") {
    reader.report("CUI1003", node, name, "a kernel gives the same result every time: pass random numbers in a tensor");
    return poison;
  }
  const result: unknown =
    typeof target === "function"
      ? Reflect.apply(
          target,
          undefined,
          values.map((v) => (v.kind === "static" ? v.value : undefined)),
        )
      : undefined;
  return staticValue(result as number | boolean);
};

/** Runs the author's function in place of its call. `coroutine`: it may be one whose threads meet. */
export const inline = (
  reader: Reader,
  closure: Value & { readonly kind: "closure" },
  values: readonly Value[],
  node: ts.Node,
  nodes: readonly ts.Node[],
  coroutine = isYielded(node),
): Value => {
  const target = closure.node;
  const name =
    target.name?.text ??
    (tsc.isVariableDeclaration(target.parent) && tsc.isIdentifier(target.parent.name) ? target.parent.name.text : "this function");
  if (reader.inlining.includes(target)) {
    reader.report("CUI1007", node, name);
    return poison;
  }
  if (refuseFunction(reader, target)) return poison;
  if (!target.body) {
    reader.report("CUI1008", node, `'${name}'`);
    return poison;
  }
  if (target.asteriskToken && !coroutine) {
    if (reader.threads) reader.report("CUI8005", node, name);
    else
      reader.report(
        "CUI1003",
        target.asteriskToken,
        "a generator outside of `threads`",
        "loop with for (const i of serial(first, last, step)), or over an array",
      );
    return poison;
  }
  const scope = closure.scope.child();
  checkParameterNames(reader, target.parameters);
  target.parameters.forEach((parameter, n) => {
    let value: Value = parameter.dotDotDotToken ? { kind: "array", elements: values.slice(n) } : (values[n] ?? nothing);
    if (value.kind === "static" && value.value === undefined && parameter.initializer)
      value = evaluate(reader, parameter.initializer, scope);
    if (!parameter.dotDotDotToken) value = annotated(reader, value, parameter.type, nodes[n] ?? node, scope);
    bindPattern(reader, parameter.name, value, scope, false);
  });
  // A body that is written at its call needs no word on where it was called.
  const here = target.getSourceFile() === node.getSourceFile() && node.pos <= target.pos && target.end <= node.end;
  reader.inlining.push(target);
  if (!here) reader.calls.push(node);
  try {
    return tsc.isBlock(target.body) ? runFunction(reader, target.body, scope) : evaluate(reader, target.body, scope);
  } finally {
    reader.inlining.pop();
    if (!here) reader.calls.pop();
  }
};

const shortText = (node: ts.Node): string => {
  const text = node.getText();
  return text.length > 30 || text.includes("\n") ? "this value" : `'${text}'`;
};

/** Whether a function takes that many arguments; JavaScript would drop the rest, or pass undefined. */
const takesArguments = (reader: Reader, { parameters }: FunctionNode, count: number, node: ts.CallExpression): boolean => {
  const own = parameters.filter((p) => !(tsc.isIdentifier(p.name) && p.name.text === "this"));
  const optional = (p: ts.ParameterDeclaration): boolean =>
    !!p.initializer || !!p.questionToken || !!p.dotDotDotToken || mayBeUndefined(p.type);
  const least = own.findLastIndex((p) => !optional(p)) + 1;
  const most = own.some((p) => p.dotDotDotToken) ? Number.POSITIVE_INFINITY : own.length;
  if (count >= least && count <= most) return true;
  const names = own.map((p) => p.name.getText()).join(", ");
  const wanted = own.length === 0 ? "no argument" : `${least === most ? "" : "at least "}${least} argument${least === 1 ? "" : "s"}`;
  reader.report("CUI1016", node, shortText(node.expression), `${wanted}, not ${count}`, `its parameters are (${names})`);
  return false;
};
const mayBeUndefined = (type: ts.TypeNode | undefined): boolean =>
  !!type && tsc.isUnionTypeNode(type) && type.types.some((t) => t.kind === tsc.SyntaxKind.UndefinedKeyword);

export const evaluateCall = (reader: Reader, node: ts.CallExpression, scope: Scope): Value => {
  // `dsl.exp2` and `helpers.f` name a function; other members are values.
  const { expression } = node;
  let callee: Value;
  if (tsc.isPropertyAccessExpression(expression)) {
    const of = evaluate(reader, expression.expression, scope);
    callee = memberOf(reader, of, expression.name.text, expression.name);
  } else callee = evaluate(reader, expression, scope);
  const nodes = node.arguments.map((a) => (tsc.isSpreadElement(a) ? a.expression : a));
  const record = callee.kind === "language" ? operations[callee.name] : undefined;
  const values = evaluateAll(reader, nodes, scope, record?.kind === "effect" && record.target ? nodes[0] : undefined);
  const spread = values.flatMap((v, n) => (tsc.isSpreadElement(node.arguments[n]!) ? (elementsOf(reader, v, nodes[n]!) ?? []) : [v]));
  const places = values.flatMap((v, n): ts.Node[] =>
    tsc.isSpreadElement(node.arguments[n]!) && v.kind === "array" ? v.elements.map(() => nodes[n]!) : [nodes[n]!],
  );
  switch (callee.kind) {
    case "poison":
      return poison;
    case "closure":
      return takesArguments(reader, callee.node, spread.length, node) ? inline(reader, callee, spread, node, places) : poison;
    case "language":
      return callLanguage(reader, callee.name, spread, node, places);
    case "dtype":
      return callCast(reader, callee.dtype, spread, node, places);
    case "builtin":
      return callBuiltin(reader, callee.name, spread, node);
    case "method":
      if (callee.of.kind === "tile") return elementAt(reader, callee.of, spread, places, node);
      return callee.of.kind === "ring"
        ? callRing(reader, callee.of, callee.name, spread, places, node)
        : callMethod(reader, callee.of, callee.name, spread, places, node);
    default:
      reader.report("CUI1008", expression, `${shortText(expression)}, which is ${describe(callee)},`);
      return poison;
  }
};
