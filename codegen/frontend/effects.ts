// Effects of the source: atomics, exchanges between lanes, barriers, reports. Each becomes a statement of its own at the place where it is
// called; its result is a variable that nothing assigns again.
import type ts from "typescript";
import { operations } from "../../dsl/ops/index.ts";
import type { EffectOperation } from "../ir/operation.ts";
import type { ElementTarget, Expr, NamedBarrier } from "../ir/tile.ts";
import { variableOf } from "./expressions.ts";
import { declaredName } from "./language.ts";
import type { Reader } from "./reader.ts";
import { positionOf, tsc } from "./source.ts";
import { describe, nothing, poison, scalar, type Value } from "./values.ts";

/** Whether a call stands behind `yield*`. */
export const isYielded = (node: ts.Node): boolean => tsc.isYieldExpression(node.parent) && node.parent.asteriskToken !== undefined;

/** tile.at(i, j, ...): one element. */
export const elementAt = (
  reader: Reader,
  of: Value & { readonly kind: "tile" },
  values: readonly Value[],
  nodes: readonly ts.Node[],
  node: ts.Node,
): Value => {
  const { buffer, transposed } = of.ref;
  if (transposed || values.length !== buffer.shape.length) {
    reader.report("CUI2010", node, describe(of), `${buffer.shape.length}`, `${values.length}`);
    return poison;
  }
  const index = values.map((value, axis) => {
    const at = reader.integer(value, nodes[axis]!);
    const extent = buffer.shape[axis]!;
    if (at?.kind !== "constant" || (at.value >= 0 && at.value < extent)) return at && reader.settle(at, nodes[axis]!);
    reader.report("CUI2012", nodes[axis]!, `${at.value}`, `${extent}`);
    return null;
  });
  if (!index.every((e): e is Expr => e !== null)) return poison;
  reader.positions.set(index, nodes.map(positionOf));
  return { kind: "element", buffer, index };
};

const targetOf = (reader: Reader, record: EffectOperation, value: Value | undefined, node: ts.Node): ElementTarget | null => {
  if (value?.kind === "poison") return null;
  const target: ElementTarget | null =
    value?.kind === "element" && value.index.length === value.buffer.shape.length
      ? { kind: "element", buffer: value.buffer, index: value.index }
      : value?.kind === "view" && value.view.axes.every((axis) => axis.size === null)
        ? value.view
        : null;
  const space = target?.kind === "view" ? "global" : target?.buffer.space;
  if (target && record.target?.some((allowed) => allowed === space)) return target;
  reader.report("CUI8006", node, record.name, value ? describe(value) : "nothing");
  return null;
};

/** The named barrier that a step stands at, where it may. */
const barrierOf = (
  reader: Reader,
  record: EffectOperation,
  value: Value | undefined,
  at: ts.Node,
  node: ts.CallExpression,
): NamedBarrier | null => {
  if (value?.kind !== "barrier") {
    if (value?.kind !== "poison")
      reader.report("CUI2013", at, "a named barrier", value ? describe(value) : "nothing", "declare one: namedBarrier({ warps })");
    return null;
  }
  // Threads of a role run to their end where roles run one after another; the block's own code is one thread of execution.
  if ((reader.role === null) === (reader.place === "threads")) return value.barrier;
  reader.report("CUI7013", node, record.name);
  return null;
};

/** What is wrong with where an effect stands, said. */
const misplaced = (reader: Reader, record: EffectOperation, node: ts.CallExpression): boolean => {
  const { name, places, together } = record;
  if (!reader.device) reader.report("CUI1003", node, `${name} outside of the device program`, "move it into the inner function");
  else if (!places.includes(reader.place))
    reader.report("CUI8004", node, name, reader.place === "executor" ? "the block's own code" : `\`${reader.place}\``);
  else if (together !== "thread" && !isYielded(node)) reader.report("CUI8005", node, name);
  else return false;
  return true;
};

/** The text of a report, and what is left of its arguments. */
const withoutText = (
  reader: Reader,
  record: EffectOperation,
  values: readonly Value[],
  nodes: readonly ts.Node[],
  node: ts.Node,
): { readonly text: string; readonly values: readonly Value[]; readonly nodes: readonly ts.Node[] } | null => {
  if (record.text === null) return { text: "", values, nodes };
  const at = record.text === "first" ? 0 : 1;
  const value = values[at];
  if (value?.kind === "static" && typeof value.value === "string" && !reader.describing.has(value))
    return { text: value.value, values: values.filter((_, n) => n !== at), nodes: nodes.filter((_, n) => n !== at) };
  if (value?.kind !== "poison")
    reader.report("CUI1006", nodes[at] ?? node, `the text of ${record.name}`, "write a string; values are arguments of `print`");
  return null;
};

export const callEffect = (
  reader: Reader,
  record: EffectOperation,
  given: readonly Value[],
  node: ts.CallExpression,
  givenNodes: readonly ts.Node[],
): Value => {
  if (misplaced(reader, record, node)) return poison;
  const barrier = record.atBarrier ? barrierOf(reader, record, given[0], givenNodes[0] ?? node, node) : null;
  if (record.atBarrier && !barrier) return poison;
  const target = record.target ? targetOf(reader, record, given[0], givenNodes[0] ?? node) : null;
  if (record.target && !target) return poison;
  const from = record.target || record.atBarrier ? 1 : 0;
  const rest = withoutText(reader, record, given.slice(from), givenNodes.slice(from), node);
  if (!rest) return poison;
  const { text, values, nodes } = rest;
  if (values.some((v) => v.kind === "poison")) return poison;
  const found = values.map((v, n) => {
    const x = reader.scalarOf(v, nodes[n]!);
    return x !== null && typeof x === "object" && (x.dtype === "f16" || x.dtype === "bf16") ? reader.coerce(x, "f32", nodes[n]!) : x;
  });
  if (found.some((x) => x === null)) return poison;
  const types = found.map((x) => reader.argumentType(x!));
  const dtype = target === null ? null : target.kind === "view" ? target.tensor.dtype : target.buffer.dtype;
  const rule = record.type(types, dtype);
  if ("message" in rule) {
    reader.report("CUI2008", givenNodes[rule.argument] ?? node, rule.message, rule.help ?? "see its documentation");
    return poison;
  }
  if (record.orderDependent(dtype) && !reader.nondeterministic) reader.report("CUI8007", node, record.name);
  const args = found.map((x, n) => reader.coerce(x, rule.args[n]!, nodes[n]!));
  if (!args.every((e) => e !== null)) return poison;
  const whole = isYielded(node) ? node.parent : node;
  const result =
    rule.result === null || tsc.isExpressionStatement(whole.parent)
      ? null
      : reader.variable(declaredName(reader, whole, record.name), rule.result, "local");
  const position = positionOf(node);
  reader.statements.push({
    kind: "effect",
    name: record.name,
    target,
    barrier,
    args,
    text,
    element: record.text !== null && reader.parallel ? reader.parallel.indices.map(variableOf) : null,
    result,
    executor: reader.executor,
    where: reader.place,
    position,
  });
  return result ? scalar(variableOf(result)) : nothing;
};

/** The record of an effect, or null. */
export const effectNamed = (name: string): EffectOperation | null => {
  const record = operations[name];
  return record?.kind === "effect" ? record : null;
};
