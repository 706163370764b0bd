// The device program's parameters: tensors and scalars from their type annotations, with extents and dtypes taken from the constants.
import type ts from "typescript";
import type { Constants } from "../compile.ts";
import type { Parameter, Tensor, Variable } from "../ir/tile.ts";
import { type DType, isDType } from "../ir/types.ts";
import { annotatedDType } from "./bind.ts";
import { variableOf } from "./expressions.ts";
import { typeMeaning } from "./names.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { type FunctionNode, poison, type Scope, scalar, type Value } from "./values.ts";

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
  if (!tsc.isTypeReferenceNode(type)) return;
  const meaning = typeMeaning(type.typeName, path);
  if (meaning?.kind === "language") return meaning.name === "Static" ? members(type.typeArguments?.[0], path, names, found) : undefined;
  if (!meaning) return;
  const inner = new Map<string, string>();
  meaning.node.typeParameters?.forEach((p, n) => {
    const argument = type.typeArguments?.[n];
    if (argument && tsc.isTypeReferenceNode(argument) && tsc.isIdentifier(argument.typeName))
      inner.set(p.name.text, names.get(argument.typeName.text) ?? argument.typeName.text);
  });
  if (tsc.isInterfaceDeclaration(meaning.node)) list(meaning.node.members, meaning.path, inner);
  else members(meaning.node.type, meaning.path, inner, found);
};

export const typeContext = (outer: FunctionNode, constants: Constants, path: string): TypeContext => {
  const dtypes = new Map<string, DType>();
  const own = new Set(outer.typeParameters?.map((p) => p.name.text));
  for (const parameter of outer.parameters)
    members(parameter.type, path, new Map(), (name, type, names, at) => {
      if (!tsc.isTypeReferenceNode(type) || typeMeaning(type.typeName, at)?.kind !== "language") return;
      const argument = type.typeArguments?.[0];
      if (!argument || !tsc.isTypeReferenceNode(argument) || !tsc.isIdentifier(argument.typeName)) return;
      const target = names.get(argument.typeName.text) ?? argument.typeName.text;
      const value = constants[name];
      if (own.has(target) && isDType(value)) dtypes.set(target, value);
    });
  return { constants, dtypes, path };
};

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
  return reader.report("CUI2006", node, `${value}`) as undefined;
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
    const name = tsc.isIdentifier(node.name) ? node.name.text : node.name.getText();
    const bind = (value: Value): void => scope.set(name, { value, assignable: false, variable: null, depth: 0 });
    const global = globalType(node.type, context.path);
    const dtype = annotatedDType(node.type, context.path);
    if (global) {
      const here = { ...context, path: global.path };
      const [element, shape] = global.node.typeArguments ?? [];
      const type = elementType(element, here);
      const extents = shape && tsc.isTupleTypeNode(shape) ? shape.elements.map((e) => extentOf(reader, e, here, name)) : null;
      if (type && extents?.every((e) => e !== undefined)) {
        const tensor: Tensor = { kind: "tensor", name, dtype: type, extents, position: positionOf(node) };
        made.push({ kind: "tensor", tensor });
        bind({ kind: "tensor", tensor, cuts: extents.map(() => ({ begin: null, length: null })) });
        continue;
      }
      if (!type || !extents) reader.report("CUI1012", node, name);
    } else if (dtype === "i32" || dtype === "u32" || dtype === "f32") {
      const variable: Variable = { kind: "variable", name, dtype, role: "parameter", mutable: false };
      made.push({ kind: "scalar", variable, position: positionOf(node) });
      bind(scalar(variableOf(variable)));
      continue;
    } else reader.report("CUI1012", node, name);
    bind(poison);
  }
  return made;
};
