// Members and elements of values: fields, shapes, methods, indices of tiles and arrays. What a value does not have is a diagnostic, not undefined.
import type ts from "typescript";
import { evaluateAll } from "./evaluate.ts";
import { namespaceMember } from "./names.ts";
import type { Reader } from "./reader.ts";
import { languagePath, positionOf, tsc } from "./source.ts";
import { memberOfTensor } from "./tensors.ts";
import { describe, nothing, poison, type Scope, staticValue, type Value } from "./values.ts";

/** A value as a list: an array, or the shape of something. */
export const elementsOf = (reader: Reader, value: Value, node: ts.Node): readonly Value[] | null => {
  if (value.kind === "array") return value.elements;
  if (value.kind !== "poison") {
    const scalarKind = value.kind === "scalar" || (value.kind === "static" && typeof value.value === "number");
    const help = scalarKind ? "loop over numbers with serial(first, last)" : "only arrays can be taken apart by position";
    reader.report("CUI2013", node, "an array", describe(value), help);
  }
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
      const owner: object | null =
        value.name === "Math" ? Math : value.name === "Number" ? Number : value.name === "console" ? console : null;
      const member: unknown = owner && Object.hasOwn(owner, name) ? Reflect.get(owner, name) : undefined;
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
      if (typeof value.value !== "string" || name !== "length") return unknown("scalars have none");
      if (!reader.describing.has(value)) return staticValue(value.value.length);
      reader.notStatic(node, "this text");
      return poison;
    case "scalar":
    case "dtype":
    case "closure":
    case "method":
    case "element":
    case "view":
    case "barrier":
    case "range":
    case "loop":
      return unknown(`${describe(value)} has none`);
    default:
      return value satisfies never;
  }
};

/** `of[at]` */
export const indexed = (reader: Reader, node: ts.ElementAccessExpression, scope: Scope): Value => {
  const [of, at] = evaluateAll(reader, [node.expression, node.argumentExpression], scope) as [Value, Value];
  if (of.kind === "poison" || at.kind === "poison") return poison;
  if (of.kind === "tile" || of.kind === "element") {
    const buffer = of.kind === "tile" ? of.ref.buffer : of.buffer;
    const index = of.kind === "tile" ? [] : of.index;
    if ((of.kind === "tile" && of.ref.transposed) || index.length >= buffer.shape.length) {
      const what = of.kind === "tile" ? describe(of) : `'${buffer.name}'`;
      if (of.kind === "tile" && of.ref.transposed)
        reader.report("CUI2013", node, "a tile", what, "index the tile itself, with its axes swapped");
      else reader.report("CUI2010", node, what, axes(buffer.shape.length), `${index.length + 1}`);
      return poison;
    }
    const next = reader.integer(at, node.argumentExpression);
    if (!next) return poison;
    const extent = buffer.shape[index.length]!;
    if (next.kind === "constant" && (next.value < 0 || next.value >= extent)) {
      reader.report("CUI2012", node.argumentExpression, `index ${next.value}`, `an axis of extent ${extent}`);
      return poison;
    }
    const all = [...index, next];
    reader.positions.set(all, [...(reader.positions.get(index) ?? []), positionOf(node.argumentExpression)]);
    return { kind: "element", buffer, index: all };
  }
  if (of.kind === "object" && at.kind === "static" && typeof at.value === "string") return memberOf(reader, of, at.value, node);
  const elements = elementsOf(reader, of, node.expression);
  const n = reader.staticNumber(at, "an index of an array", node.argumentExpression);
  if (!elements || n === null) return poison;
  const parent = node.parent;
  const asked = tsc.isBinaryExpression(parent) && absence().includes(parent.operatorToken.kind);
  return elements[n] ?? (asked ? nothing : reader.outside(node.argumentExpression, n, elements.length));
};

/** Operators by which a program asks whether something is there. */
const absence = (): readonly ts.SyntaxKind[] => [
  tsc.SyntaxKind.QuestionQuestionToken,
  tsc.SyntaxKind.EqualsEqualsEqualsToken,
  tsc.SyntaxKind.ExclamationEqualsEqualsToken,
];
/** 1 axis, 2 axes */
export const axes = (count: number): string => `${count} ${count === 1 ? "axis" : "axes"}`;
