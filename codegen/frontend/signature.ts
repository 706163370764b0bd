// The device program's parameters: tensors and scalars from their type annotations, with extents and dtypes taken from the constants.
import type ts from "typescript";
import type { Constants } from "../compile.ts";
import type { Parameter, Tensor, Variable } from "../ir/tile.ts";
import { type DType, isDType } from "../ir/types.ts";
import { annotatedDType, bindPattern } from "./bind.ts";
import { variableOf } from "./expressions.ts";
import { typeMeaning } from "./names.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { type FunctionNode, poison, type Scope, scalar, type StaticValue, type Value } from "./values.ts";

/** What the type annotations of a kernel can refer to. */
export interface TypeContext {
  readonly constants: Constants;
  /** dtype of each type parameter, found through the constants declared with it. */
  readonly dtypes: ReadonlyMap<string, DType>;
  readonly path: string;
}

/** Calls `found` for every member of an object type, with the type arguments put in place of parameters by name. */
const members = (
  type: ts.TypeNode | undefined,
  path: string,
  names: ReadonlyMap<string, string>,
  found: (name: string, type: ts.TypeNode, names: ReadonlyMap<string, string>, path: string) => void,
): void => {
  if (!type) return;
  const list = (elements: readonly ts.TypeElement[], at: string, inner: ReadonlyMap<string, string>): void => {
    for (const e of elements) if (tsc.isPropertySignature(e) && e.type && tsc.isIdentifier(e.name)) found(e.name.text, e.type, inner, at);
  };
  if (tsc.isTypeLiteralNode(type)) return list(type.members, path, names);
  if (tsc.isIntersectionTypeNode(type)) return type.types.forEach((t) => members(t, path, names, found));
  if (!tsc.isTypeReferenceNode(type) && !tsc.isExpressionWithTypeArguments(type)) return;
  const name = tsc.isTypeReferenceNode(type) ? type.typeName : type.expression;
  const meaning = tsc.isEntityName(name) ? typeMeaning(name, path) : null;
  if (meaning?.kind === "language") return meaning.name === "Static" ? members(type.typeArguments?.[0], path, names, found) : undefined;
  if (!meaning) return;
  const inner = new Map<string, string>();
  meaning.node.typeParameters?.forEach((p, n) => {
    const argument = type.typeArguments?.[n];
    if (argument && tsc.isTypeReferenceNode(argument) && tsc.isIdentifier(argument.typeName))
      inner.set(p.name.text, names.get(argument.typeName.text) ?? argument.typeName.text);
  });
  if (!tsc.isInterfaceDeclaration(meaning.node)) return members(meaning.node.type, meaning.path, inner, found);
  list(meaning.node.members, meaning.path, inner);
  for (const { types } of meaning.node.heritageClauses ?? []) for (const base of types) members(base, meaning.path, inner, found);
};

interface DTypeConstant {
  readonly name: string;
  readonly parameter: string;
  readonly value: Constants[string] | undefined;
}
/** The constants that are declared as `DType` of a type parameter. */
const dtypeConstants = (outer: FunctionNode, constants: Constants, path: string): DTypeConstant[] => {
  const own = new Set(outer.typeParameters?.map((p) => p.name.text));
  const found: DTypeConstant[] = [];
  for (const parameter of outer.parameters)
    members(parameter.type, path, new Map(), (name, type, names, at) => {
      if (!tsc.isTypeReferenceNode(type) || typeMeaning(type.typeName, at)?.kind !== "language") return;
      const argument = type.typeArguments?.[0];
      if (!argument || !tsc.isTypeReferenceNode(argument) || !tsc.isIdentifier(argument.typeName)) return;
      const target = names.get(argument.typeName.text) ?? argument.typeName.text;
      if (own.has(target)) found.push({ name, parameter: target, value: constants[name] });
    });
  return found;
};
export const typeContext = (outer: FunctionNode, constants: Constants, path: string): TypeContext => ({
  constants,
  dtypes: new Map(
    dtypeConstants(outer, constants, path).flatMap(({ parameter, value }) => (isDType(value) ? [[parameter, value] as const] : [])),
  ),
  path,
});
/** Constants that should be dtypes and have another value. */
export const unknownDTypes = (
  outer: FunctionNode,
  constants: Constants,
  path: string,
): { readonly name: string; readonly value: StaticValue }[] =>
  dtypeConstants(outer, constants, path).filter(({ value }) => value !== undefined && !isDType(value));

const elementType = (node: ts.TypeNode | undefined, context: TypeContext): DType | null => {
  if (!node) return null;
  if (tsc.isTypeReferenceNode(node) && tsc.isIdentifier(node.typeName) && context.dtypes.has(node.typeName.text))
    return context.dtypes.get(node.typeName.text)!;
  return annotatedDType(node, context.path);
};

/** Extent of one axis: null where it is known at launch; undefined after a diagnostic. */
const extentOf = (reader: Reader, node: ts.TypeNode, context: TypeContext, name: string): number | null | undefined => {
  if (tsc.isNamedTupleMember(node)) return extentOf(reader, node.type, context, name);
  const failed = (): undefined => reader.report("CUI1012", node, name) as undefined;
  if (tsc.isLiteralTypeNode(node) && tsc.isNumericLiteral(node.literal)) return Number(node.literal.text);
  if (annotatedDType(node, context.path) === "i32") return null;
  const isDim = tsc.isTypeReferenceNode(node) ? typeMeaning(node.typeName, context.path) : null;
  const argument = isDim && tsc.isTypeReferenceNode(node) ? node.typeArguments?.[0] : undefined;
  if (
    isDim?.kind !== "language" ||
    isDim.name !== "Dim" ||
    !argument ||
    !tsc.isLiteralTypeNode(argument) ||
    !tsc.isStringLiteral(argument.literal)
  )
    return failed();
  const value = context.constants[argument.literal.text];
  if (value === undefined) return reader.report("CUI1005", node, argument.literal.text) as undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  reader.notPositive(node, `the constant '${argument.literal.text}', an extent of '${name}',`, value);
  return undefined;
};

/** The `Global<...>` behind an annotation and its aliases, with the file its names belong to. */
const globalType = (node: ts.TypeNode | undefined, path: string): { readonly node: ts.TypeReferenceNode; readonly path: string } | null => {
  if (!node || !tsc.isTypeReferenceNode(node)) return null;
  const meaning = typeMeaning(node.typeName, path);
  if (meaning?.kind === "language") return meaning.name === "Global" ? { node, path } : null;
  return meaning && tsc.isTypeAliasDeclaration(meaning.node) ? globalType(meaning.node.type, meaning.path) : null;
};

export const parametersOf = (reader: Reader, program: FunctionNode, context: TypeContext, scope: Scope): Parameter[] => {
  const made: Parameter[] = [];
  for (const node of program.parameters) {
    if (!tsc.isIdentifier(node.name)) {
      reader.report("CUI1012", node, node.name.getText());
      bindPattern(reader, node.name, poison, scope, false);
      continue;
    }
    const name = node.name.text;
    if (made.some((p) => (p.kind === "tensor" ? p.tensor : p.variable).name === name)) reader.report("CUI1020", node, name, "parameter");
    const extra = node.initializer ?? node.questionToken ?? node.dotDotDotToken;
    if (extra && !node.dotDotDotToken)
      reader.report(
        "CUI1003",
        extra,
        "a parameter that may be left out",
        "every launch passes all parameters: use a constant of the problem",
      );
    const bind = (value: Value): void => scope.set(name, { value, assignable: false, variable: null, depth: 0 });
    const union = node.type && tsc.isUnionTypeNode(node.type) ? node.type.types : [];
    if (union.some((type) => tsc.isLiteralTypeNode(type) && type.literal.kind === tsc.SyntaxKind.NullKeyword)) {
      const help = "declare the tensor, and let a constant of the problem say whether it is there: where it is not, the caller passes null";
      reader.report("CUI1003", node.type!, "a parameter that may be null", help);
      bind(poison);
      continue;
    }
    const global = globalType(node.type, context.path);
    const dtype = annotatedDType(node.type, context.path);
    if (global) {
      const here = { ...context, path: global.path };
      const [element, shape] = global.node.typeArguments ?? [];
      const type = elementType(element, here);
      const extents = shape && tsc.isTupleTypeNode(shape) ? shape.elements.map((e) => extentOf(reader, e, here, name)) : null;
      if (type && extents?.length && extents.every((e) => e !== undefined)) {
        const tensor: Tensor = { kind: "tensor", name, dtype: type, extents, position: positionOf(node) };
        made.push({ kind: "tensor", tensor });
        bind({ kind: "tensor", tensor, cuts: extents.map(() => ({ begin: null, length: null })) });
        continue;
      }
      if (!type || !extents?.length) reader.report("CUI1012", node, name);
    } else if (dtype === "i32" || dtype === "u32" || dtype === "i64" || dtype === "f32") {
      const variable: Variable = { kind: "variable", name, dtype, role: "parameter", mutable: false };
      made.push({ kind: "scalar", variable, position: positionOf(node) });
      bind(scalar(variableOf(variable)));
      continue;
    } else reader.report("CUI1012", node, name);
    bind(poison);
  }
  return made;
};
