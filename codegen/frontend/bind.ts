// Binding names to values: declarations, parameters and destructuring. A `let` of the device program that is assigned again becomes a run-time
// variable; every other name stands for its value as it is at the declaration.
import type ts from "typescript";
import { type DType, isDType } from "../ir/types.ts";
import { evaluate } from "./evaluate.ts";
import { elementsOf, memberOf } from "./members.ts";
import { variableOf } from "./expressions.ts";
import { lookUp, typeMeaning } from "./names.ts";
import type { Reader } from "./reader.ts";
import { moduleAt, positionOf, tsc } from "./source.ts";
import { describe, nothing, poison, type Scope, scalar, undeclared, type Value } from "./values.ts";

/** Whether `name` is assigned anywhere under `node` (another variable of that name counts: then a constant merely becomes a variable). */
const isAssigned = (name: string, node: ts.Node): boolean => {
  const names = (target: ts.Node): boolean =>
    tsc.isIdentifier(target)
      ? target.text === name
      : (tsc.isArrayLiteralExpression(target) || tsc.isParenthesizedExpression(target)) &&
        !!tsc.forEachChild(target, (c) => names(c) || undefined);
  if (tsc.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind >= tsc.SyntaxKind.FirstAssignment && kind <= tsc.SyntaxKind.LastAssignment && names(node.left)) return true;
  }
  if (
    (tsc.isPrefixUnaryExpression(node) || tsc.isPostfixUnaryExpression(node)) &&
    (node.operator === tsc.SyntaxKind.PlusPlusToken || node.operator === tsc.SyntaxKind.MinusMinusToken) &&
    names(node.operand)
  )
    return true;
  return !!tsc.forEachChild(node, (child) => isAssigned(name, child) || undefined);
};

/** dtype that a type annotation names, or null. */
export const annotatedDType = (type: ts.TypeNode | undefined, path: string): DType | null => {
  if (!type) return null;
  if (type.kind === tsc.SyntaxKind.BooleanKeyword) return "bool";
  if (!tsc.isTypeReferenceNode(type)) return null;
  const meaning = typeMeaning(type.typeName, path);
  if (meaning?.kind === "language") return isDType(meaning.name) ? meaning.name : null;
  return meaning && tsc.isTypeAliasDeclaration(meaning.node) ? annotatedDType(meaning.node.type, meaning.path) : null;
};
/** A value held to a scalar annotation: literals keep adapting. */
export const annotated = (reader: Reader, value: Value, type: ts.TypeNode | undefined, node: ts.Node, scope: Scope): Value => {
  const dtype = annotatedDType(type, scope.path);
  if (dtype === null || value.kind === "poison") return value;
  const found = reader.scalarOf(value, node);
  const expr = reader.coerce(found, dtype, node);
  return expr === null ? poison : typeof found === "object" ? scalar(expr) : value;
};

/** Declares one name; run-time scalars are held in a variable of that name. */
export const bindName = (reader: Reader, node: ts.Identifier, value: Value, scope: Scope, type?: ts.TypeNode, assigned = false): void => {
  const name = node.text;
  if (assigned && reader.device && (value.kind === "scalar" || value.kind === "element" || value.kind === "static")) {
    const initial = reader.scalarOf(value, node);
    const own = initial === null ? null : reader.argumentType(initial);
    const dtype = annotatedDType(type, scope.path) ?? (own === "integer literal" ? "i32" : own === "float literal" ? "f32" : own);
    const expr = dtype && reader.coerce(initial, dtype, node);
    const guessed = type === undefined && own === "integer literal";
    if (!expr) return scope.set(name, { value: poison, assignable: true, variable: null, depth: reader.depth });
    const variable = reader.variable(name, expr.dtype, "local", true);
    if (guessed) reader.guessed.set(variable, false);
    reader.statements.push({ kind: "let", variable, value: expr, position: positionOf(node) });
    return scope.set(name, { value: scalar(variableOf(variable)), assignable: true, variable, depth: reader.depth });
  }
  let bound = value;
  if (value.kind === "scalar" || (value.kind === "element" && value.index.length === value.buffer.shape.length)) {
    const expr = reader.scalarOf(value, node);
    bound = expr !== null && typeof expr === "object" ? scalar(reader.hold(name, expr, node)) : poison;
  } else bound = reader.settled(value, node);
  scope.set(name, { value: bound, assignable: assigned, variable: null, depth: reader.depth });
};

/** Declares the names of a pattern. `mutable`: declared by `let`. */
export const bindPattern = (
  reader: Reader,
  pattern: ts.BindingName,
  value: Value,
  scope: Scope,
  mutable: boolean,
  type?: ts.TypeNode,
): void => {
  if (tsc.isIdentifier(pattern)) {
    let block: ts.Node = pattern;
    while (mutable && block.parent && !tsc.isBlock(block) && !tsc.isSourceFile(block)) block = block.parent;
    return bindName(reader, pattern, value, scope, type, mutable && isAssigned(pattern.text, block));
  }
  const withDefault = (element: ts.BindingElement, found: Value): Value =>
    element.initializer && found.kind === "static" && found.value === undefined ? evaluate(reader, element.initializer, scope) : found;
  if (tsc.isArrayBindingPattern(pattern)) {
    const elements = value.kind === "poison" ? null : elementsOf(reader, value, pattern);
    pattern.elements.forEach((element, n) => {
      if (tsc.isOmittedExpression(element)) return;
      const found: Value = !elements
        ? poison
        : element.dotDotDotToken
          ? { kind: "array", elements: elements.slice(n) }
          : (elements[n] ?? nothing);
      if (elements && !element.dotDotDotToken && !element.initializer && n >= elements.length)
        return bindPattern(reader, element.name, reader.outside(element, n, elements.length), scope, mutable);
      bindPattern(reader, element.name, withDefault(element, found), scope, mutable);
    });
    return;
  }
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    const name = tsc.isIdentifier(key) || tsc.isStringLiteral(key) ? key.text : null;
    if (name === null || element.dotDotDotToken) {
      reader.report("CUI1003", element, "this pattern", "name the fields one by one");
      bindPattern(reader, element.name, poison, scope, mutable);
      continue;
    }
    let found: Value = poison;
    if (value.kind === "object" && element.initializer) found = value.fields.get(name) ?? nothing;
    else if (value.kind !== "poison") found = memberOf(reader, value, name, element);
    bindPattern(reader, element.name, withDefault(element, found), scope, mutable);
  }
};

/** Names of a function's parameters, those of patterns too, are all different; JavaScript would not even load the file. */
export const checkParameterNames = (reader: Reader, parameters: readonly ts.ParameterDeclaration[]): void => {
  const seen = new Set<string>();
  const visit = (name: ts.BindingName): void => {
    if (!tsc.isIdentifier(name)) return name.elements.forEach((e) => !tsc.isOmittedExpression(e) && visit(e.name));
    if (seen.has(name.text)) reader.report("CUI1020", name, name.text, "parameter");
    seen.add(name.text);
  };
  for (const parameter of parameters) visit(parameter.name);
};

/** Assigns to a declared name. */
export const assignName = (reader: Reader, node: ts.Identifier, value: Value, valueNode: ts.Node, scope: Scope): void => {
  const binding = scope.find(node.text);
  if (!binding?.assignable) {
    if (binding ? binding.value !== undeclared : moduleAt(scope.path).values.has(node.text))
      reader.report("CUI1015", node, `'${node.text}'`);
    else lookUp(reader, node, scope);
    return;
  }
  if (!binding.variable) {
    // A handle (a tile, an array) may change its meaning only where the order of execution is known now.
    if (value.kind === "poison") binding.value = value;
    else if (binding.value.kind === "poison") return;
    else if (binding.depth === reader.depth) binding.value = value;
    else reader.notStatic(node, `what '${node.text}' stands for (${describe(binding.value)})`, "use a name for each, or copy the elements");
    return;
  }
  if (reader.threads && !reader.threads.has(binding.variable)) return reader.report("CUI8003", node, node.text);
  if (reader.parallel && !reader.parallel.locals.has(binding.variable)) return reader.report("CUI4006", node, node.text);
  if (reader.role && !reader.role.locals.has(binding.variable)) return reader.report("CUI7007", node, node.text, "outside of the role");
  const found = reader.scalarOf(value, valueNode);
  const guess = typeof found === "object" || (typeof found === "number" && !Number.isInteger(found)) ? variableOf(binding.variable) : null;
  const other = typeof found === "object" ? found?.dtype : "f32";
  if (guess && other && other !== "i32" && reader.blamed(valueNode, guess, other)) return;
  const expr = reader.coerce(found, binding.variable.dtype, valueNode);
  if (expr) reader.statements.push({ kind: "assign", variable: binding.variable, value: expr, position: positionOf(node) });
};
