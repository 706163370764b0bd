// Calls of the language: casts, allocations, loops, scalar functions and tile operations. Operations are known by their records only.
import type ts from "typescript";
import { operations } from "../../dsl/ops/index.ts";
import type { CallProblem, TileOperation } from "../ir/operation.ts";
import type { Buffer, Combination, Expr, TileOp, TileOperand } from "../ir/tile.ts";
import { type DType, isInteger, widened } from "../ir/types.ts";
import { combinationOf, namedTiles } from "./combination.ts";
import { call, cast } from "./expressions.ts";
import { chosen } from "./literals.ts";
import { iterate } from "./iterators.ts";
import type { Reader } from "./reader.ts";
import { namedBarrierOf } from "./named-barriers.ts";
import { ringOf } from "./rings.ts";
import { foreignTile, roleOf } from "./roles.ts";
import { callEffect } from "./effects.ts";
import { threadsOf } from "./threads.ts";
import { positionOf, tsc } from "./source.ts";
import { operandOf, rangeOf } from "./tensors.ts";
import { describe, nothing, poison, scalar, staticValue, type Value } from "./values.ts";

const problem = (reader: Reader, found: CallProblem, example: string, node: ts.Node, nodes: readonly ts.Node[]): Value => {
  reader.report("CUI2008", nodes[found.argument] ?? node, found.message, found.help ?? `as in ${example}`);
  return poison;
};

/** A scalar function by its record's name. */
export const callScalar = (reader: Reader, name: string, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const record = operations[name];
  if (record?.kind !== "scalar") throw new Error(`there is no scalar function ${name}`);
  if (values.some((v) => v.kind === "poison")) return poison;
  const found = values.map((v, n) => reader.scalarOf(v, nodes[n]!));
  if (found.some((x) => x === null)) return poison;
  const args = found.map((x, n) => (x !== null && typeof x === "object" ? reader.coerce(x, widened(x.dtype), nodes[n]!) : x));
  const types = args.map((x) => reader.argumentType(x!));
  const rule = record.type(types);
  if ("message" in rule) return problem(reader, rule, record.example, node, nodes);
  const exprs = args.map((x, n) => reader.coerce(x, rule.args[n]!, nodes[n]!));
  if (!exprs.every((e) => e !== null)) return poison;
  const last = exprs.at(-1);
  if (exprs.length > 1 && last?.kind === "constant" && record.fold([1, last.value], last.dtype) === null && isInteger(last.dtype)) {
    reader.report("CUI2008", nodes.at(exprs.length - 1)!, `${name} by ${last.value} has no value`, `as in ${record.example}`);
    return poison;
  }
  const result = call(name, exprs, rule.result, positionOf(node));
  // What is known at compile time stays usable as an extent, and adapts like a literal.
  if (result.kind === "constant" && args.every((x) => typeof x !== "object"))
    return staticValue(rule.result === "bool" ? result.value !== 0 : result.value);
  return scalar(result);
};

export const callCast = (reader: Reader, dtype: DType, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  if (values.length !== 1) {
    reader.report("CUI1016", node, dtype, "one value", `as in ${dtype}(x)`);
    return poison;
  }
  const value = reader.scalarOf(values[0]!, nodes[0]!);
  if (value === null) return poison;
  const literal = typeof value === "boolean" ? Number(value) : reader.literalOf(value);
  if (literal === null) return scalar(cast(dtype, value as Expr, positionOf(node)));
  if (dtype === "bool" && typeof literal === "number") return staticValue(literal !== 0);
  const converted = (leaf: number): Expr | null =>
    reader.coerce(dtype === "bool" ? leaf !== 0 : isInteger(dtype) ? Math.trunc(leaf) : leaf, dtype, nodes[0]!);
  return reader.wrap(chosen(literal, converted, positionOf(node)));
};

/** Name for what a call makes: that of the declaration it stands in. */
export const declaredName = (reader: Reader, node: ts.Node, prefix: string): string =>
  tsc.isVariableDeclaration(node.parent) && tsc.isIdentifier(node.parent.name) ? node.parent.name.text : reader.temporary(prefix);

const allocate = (reader: Reader, space: Buffer["space"], values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const [type, shape] = values;
  if (type?.kind === "poison" || shape?.kind === "poison") return poison;
  if (type?.kind !== "dtype" || shape?.kind !== "array") {
    reader.report("CUI1016", node, space, "a dtype and an array of extents", `as in ${space}(f32, [16, 64])`);
    return poison;
  }
  const perElement = (reader.parallel ?? reader.threads) !== null && space === "local";
  if ((reader.place !== "executor" && !perElement) || !reader.device) {
    if (reader.threads) reader.report("CUI8004", node, space, "`threads`");
    else if (reader.parallel && !perElement) reader.report("CUI4003", node, space, "allocate it before the loop");
    else reader.report("CUI1003", node, "a tile outside of the device program", "allocate it in the inner function");
    return poison;
  }
  const at = tsc.isArrayLiteralExpression(nodes[1]!) ? nodes[1].elements : [];
  const extents = shape.elements.map((e, n) => reader.staticNumber(e, "an extent of a tile", at[n] ?? nodes[1]!));
  if (!extents.every((e) => e !== null)) return poison;
  if (extents.length === 0 || !extents.every((e) => Number.isInteger(e) && e > 0)) {
    reader.notPositive(nodes[1]!, "each extent of a tile", extents.join(", "), "choose constants that divide evenly");
    return poison;
  }
  const buffer: Buffer = {
    kind: "buffer",
    name: declaredName(reader, node, space),
    space,
    dtype: type.dtype,
    shape: extents,
    executor: reader.executor,
    position: positionOf(node),
  };
  if (perElement) (reader.parallel?.locals ?? reader.threads)?.add(buffer);
  return { kind: "tile", ref: { kind: "tile", buffer, transposed: false } };
};

const transposed = (reader: Reader, values: readonly Value[], node: ts.Node): Value => {
  const [of] = values;
  if (of?.kind === "tile" && of.ref.buffer.shape.length >= 2) return { kind: "tile", ref: { ...of.ref, transposed: !of.ref.transposed } };
  if (of?.kind !== "poison")
    reader.report("CUI2013", node, "a tile of two axes or more", of ? describe(of) : "nothing", "only matrices have a transpose");
  return poison;
};

/** Options given as an object of compile-time values of the types of their defaults (null: a number), over those; null after a diagnostic. */
export const optionsOf = <T extends Readonly<Record<string, number | boolean | string | null>>>(
  reader: Reader,
  value: Value | undefined,
  defaults: T,
  node: ts.Node,
): T | null => {
  const found: Record<string, number | boolean | string | null> = { ...defaults };
  if (value?.kind === "poison") return null;
  if (value && value.kind !== "object") {
    reader.report("CUI2013", node, "an object of options", describe(value), `write { ${Object.keys(defaults)[0]}: ... }`);
    return null;
  }
  let right = true;
  const place = (name: string): ts.Node =>
    (tsc.isObjectLiteralExpression(node) && node.properties.find((p) => p.name && tsc.isIdentifier(p.name) && p.name.text === name)) ||
    node;
  for (const [name, field] of value?.fields ?? []) {
    const wanted = typeof (defaults[name] ?? 0);
    const isStatic = field.kind === "static";
    if (isStatic && name in defaults && (field.value === undefined || typeof field.value === wanted)) {
      found[name] = field.value ?? found[name]!;
      continue;
    }
    right = false;
    if (!(name in defaults)) reader.report("CUI1009", place(name), name, `the options are: ${Object.keys(defaults).join(", ")}`);
    else if (field.kind === "scalar" || field.kind === "element") reader.notStatic(place(name), `the option '${name}'`);
    else if (field.kind !== "poison")
      reader.report("CUI2013", place(name), `a ${wanted} as the option '${name}'`, describe(field), `write { ${name}: ... }`);
  }
  return right ? (found as T) : null;
};

const spaceOf = (operand: TileOperand): "global" | Buffer["space"] => (operand.kind === "view" ? "global" : operand.buffer.space);

const spaceAdvice = (spaces: readonly string[]): string =>
  `${spaces}` === "global" ? "choose a rectangle of a tensor: tensor.at(...)" : "allocate the tile there, or copy to one first";

const callTile = (reader: Reader, record: TileOperation, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  if (reader.parallel) reader.report("CUI4003", node, record.name, "it works on whole tiles: move it before or behind the loop");
  else if (reader.threads) reader.report("CUI8004", node, record.name, "`threads`");
  else if (!reader.device)
    reader.report("CUI1003", node, "a tile operation outside of the device program", "move it into the inner function");
  const required = record.parameters.filter((p) => p.kind !== "options").length;
  if (values.length < required || values.length > record.parameters.length) {
    const names = record.parameters.slice(0, required).map((p) => p.name);
    const wanted = `${required} argument${required === 1 ? "" : "s"} (${names.join(", ")})`;
    reader.report("CUI1016", node, record.name, `${wanted}, not ${values.length}`, `as in ${record.example}`);
    return poison;
  }
  const operands: TileOperand[] = [];
  const scalars: Expr[] = [];
  const attributes: Record<string, number | boolean | string> = {};
  let names: readonly string[] = [];
  let combination = null as Combination | null;
  let failed = reader.place !== "executor" || !reader.device;
  record.parameters.forEach((p, n) => {
    const value = values[n];
    const at = nodes[n] ?? node;
    if (p.kind === "options") {
      const options = optionsOf(reader, value, p.defaults ?? {}, at);
      if (options) Object.assign(attributes, options);
      else failed = true;
    } else if (p.kind === "operand") {
      const operand = operandOf(reader, value!, at);
      if (operand && p.spaces && !p.spaces.includes(spaceOf(operand)))
        reader.report("CUI2009", at, record.name, p.spaces.join(" or "), p.name, describe(value!), spaceAdvice(p.spaces));
      if (operand?.kind === "tile" && foreignTile(reader, operand.buffer, at)) failed = true;
      else if (operand && (!p.spaces || p.spaces.includes(spaceOf(operand)))) operands.push(operand);
      else failed = true;
    } else if (p.kind === "operands") {
      const tiles = namedTiles(reader, record.name, p, value!, at);
      names = tiles?.names ?? [];
      operands.push(...(tiles?.operands ?? []));
      if (!tiles || tiles.operands.some(({ buffer }) => foreignTile(reader, buffer, at))) failed = true;
    } else if (p.kind === "combination") {
      combination = failed ? null : combinationOf(reader, record.name, value!, names, operands, at);
      if (!combination) failed = true;
    } else if (p.kind === "scalar") {
      const found = value!.kind === "poison" ? null : reader.scalarOf(value!, at);
      const first = operands[0];
      // A literal takes the dtype of the tile that it goes into.
      const expr =
        found === null || (typeof found === "object" && reader.literalOf(found) === null)
          ? found
          : reader.coerce(found, !first ? "f32" : first.kind === "view" ? first.tensor.dtype : first.buffer.dtype, at);
      if (expr) scalars.push(expr);
      else failed = true;
    } else if (value!.kind === "static" && value!.value !== null && value!.value !== undefined) attributes[p.name] = value!.value;
    else {
      if (value!.kind !== "poison") reader.notStatic(at, `'${p.name}'`);
      failed = true;
    }
  });
  if (failed) return nothing;
  const operation: TileOp = {
    kind: "tile",
    name: record.name,
    operands,
    scalars,
    attributes,
    ...(combination && { combination }),
    executor: reader.executor,
    position: positionOf(node),
  };
  const found = record.check(operation);
  if (found) return problem(reader, found, record.example, node, nodes);
  reader.statements.push(operation);
  return nothing;
};

/** A call of an export of the language. */
export const callLanguage = (
  reader: Reader,
  name: string,
  values: readonly Value[],
  node: ts.CallExpression,
  nodes: readonly ts.Node[],
): Value => {
  const record = operations[name];
  switch (record?.kind) {
    case "scalar":
      return callScalar(reader, name, values, node, nodes);
    case "tile":
      return callTile(reader, record, values, node, nodes);
    case "effect":
      return callEffect(reader, record, values, node, nodes);
    case undefined:
      break;
    default:
      return record satisfies never;
  }
  switch (name) {
    case "threads":
      return threadsOf(reader, values, node, nodes);
    case "role":
      return roleOf(reader, values, node, nodes);
    case "namedBarrier":
      return namedBarrierOf(reader, values, node, nodes);
    case "ring":
      return ringOf(reader, values, node, nodes);
    case "shared":
    case "fragment":
    case "local":
      return allocate(reader, name, values, node, nodes);
    case "range":
      return rangeOf(reader, values, nodes, node);
    case "transpose":
      return transposed(reader, values, node);
    case "named":
      return values[1] ?? poison;
    case "work":
    case "parallel":
    case "pipelined":
    case "serial":
    case "unrolled":
      return iterate(reader, name, values, node, nodes);
    default:
      reader.report("CUI1008", node, `'${name}'`);
      return poison;
  }
};
