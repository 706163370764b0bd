// The author's function of an operation that combines elements, and the tiles it works on by name: read once, as values made of the two
// arguments. Guarantees: the function reads no memory and does nothing but compute.
import type ts from "typescript";
import { combinationVariable } from "../ir/combination.ts";
import type { OperationParameter } from "../ir/operation.ts";
import {
  type Combination,
  type Expr,
  type Let,
  operandDType,
  type Statement,
  type TileOperand,
  type TileRef,
  type Variable,
} from "../ir/tile.ts";
import { widened } from "../ir/types.ts";
import { walkExpression } from "../passes/walk.ts";
import { inline } from "./calls.ts";
import { variableOf } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { describe, scalar, type Value } from "./values.ts";

/** The tiles of an object literal, in order, or null after a diagnostic. */
export const namedTiles = (
  reader: Reader,
  operation: string,
  parameter: OperationParameter,
  value: Value,
  node: ts.Node,
): { readonly names: readonly string[]; readonly operands: readonly TileRef[] } | null => {
  if (value.kind === "poison") return null;
  const fields = value.kind === "object" ? [...value.fields] : [];
  if (fields.length === 0) {
    reader.report("CUI2013", node, "an object of tiles", describe(value), `write ${operation}(axis, { name: tile, ... }, ...)`);
    return null;
  }
  const operands = fields.map(([name, field]): TileRef | null => {
    const fits = field.kind === "tile" && !field.ref.transposed && parameter.spaces?.includes(field.ref.buffer.space);
    if (fits) return field.ref;
    if (field.kind !== "poison")
      reader.report(
        "CUI2009",
        node,
        operation,
        (parameter.spaces ?? []).join(" or "),
        name,
        describe(field),
        "allocate the tile there, or copy to one first",
      );
    return null;
  });
  return operands.every((ref) => ref !== null) ? { names: fields.map(([name]) => name), operands } : null;
};

const isDefinition = (s: Statement): s is Let => s.kind === "let" && !s.variable.mutable;
const readsMemory = (e: Expr): boolean => {
  let reads = false;
  walkExpression(e, (part) => {
    reads ||= part.kind === "element" || part.kind === "read";
  });
  return reads;
};

/** (left, right) => ({ name: value, ... }) over the elements of the named tiles, or null after a diagnostic. */
export const combinationOf = (
  reader: Reader,
  operation: string,
  value: Value,
  names: readonly string[],
  operands: readonly TileOperand[],
  node: ts.Node,
): Combination | null => {
  if (value.kind === "poison") return null;
  const refuse = (what: string): null => {
    reader.report("CUI4020", node, operation, what);
    return null;
  };
  if (value.kind !== "closure") return refuse(`is ${describe(value)}`);
  const dtypes = operands.map(operandDType);
  const side = (prefix: string): readonly Variable[] => names.map((name, n) => combinationVariable(`${prefix}_${name}`, dtypes[n]!));
  const [left, right] = [side("left"), side("right")];
  const argument = (variables: readonly Variable[]): Value => ({
    kind: "object",
    fields: new Map(names.map((name, n) => [name, scalar(variableOf(variables[n]!))])),
  });
  const { statements, result } = reader.capture(() => inline(reader, value, [argument(left), argument(right)], node, [node, node]));
  if (result.kind === "poison") return null;
  if (!statements.every(isDefinition)) return refuse("does more than compute values");
  if (result.kind !== "object") return refuse(`returns ${describe(result)}`);
  const missing = names.find((name) => !result.fields.has(name));
  if (missing !== undefined) return refuse(`returns no '${missing}'`);
  const unknown = [...result.fields.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) return refuse(`returns '${unknown}', which is none of its tiles`);
  const results = names.map((name, n) => reader.coerce(reader.scalarOf(result.fields.get(name)!, node), widened(dtypes[n]!), node));
  if (!results.every((e) => e !== null)) return null;
  if ([...statements.map((s) => s.value), ...results].some(readsMemory)) return refuse("reads memory");
  return { left, right, definitions: statements, results };
};
