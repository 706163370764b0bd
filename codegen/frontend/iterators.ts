// The language's loops as values: bounds and extents checked, ready for `for (... of ...)`.
import type ts from "typescript";
import type { Expr } from "../ir/tile.ts";
import { axes } from "./members.ts";
import { optionsOf } from "./language.ts";
import type { Reader } from "./reader.ts";
import { tsc } from "./source.ts";
import { poison, type Value } from "./values.ts";

const positiveInteger = (reader: Reader, value: Value, what: string, node: ts.Node): number | null => {
  const number = reader.staticNumber(value, what, node);
  if (number === null || (Number.isInteger(number) && number > 0)) return number;
  reader.notPositive(node, what, number);
  return null;
};

const count = (
  reader: Reader,
  mode: "serial" | "unrolled" | "pipelined",
  values: readonly Value[],
  node: ts.Node,
  nodes: readonly ts.Node[],
): Value => {
  if (values.length < 2 || values.length > 3 || (mode === "pipelined" && values.length !== 3)) {
    reader.report(
      "CUI1016",
      node,
      mode,
      mode === "pipelined" ? "a first and a last index and { stages }" : "a first and a last index and, if not 1, a step",
      mode === "pipelined" ? "as in pipelined(0, n, { stages: 2 })" : `as in ${mode}(0, n)`,
    );
    return poison;
  }
  const [first, last] = [reader.integer(values[0]!, nodes[0]!), reader.integer(values[1]!, nodes[1]!)];
  const options = mode === "pipelined" ? optionsOf(reader, values[2], { stages: 1 }, nodes[2]!) : { stages: 1 };
  const step = mode !== "pipelined" && values[2] ? positiveInteger(reader, values[2], "the step of a loop", nodes[2]!) : 1;
  if (!first || !last || step === null || !options) return poison;
  const { stages } = options;
  if (!Number.isInteger(stages) || stages < 1) {
    reader.notPositive(nodes[2]!, "the number of stages", stages);
    return poison;
  }
  if (mode === "unrolled" && (first.kind !== "constant" || last.kind !== "constant")) {
    reader.notStatic(node, "how often an unrolled loop runs", "use serial(first, last), which takes bounds known at run time");
    return poison;
  }
  return { kind: "loop", loop: { kind: "count", mode, first, last, step, stages } };
};

const work = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const [extents] = values;
  if (extents?.kind === "poison") return poison;
  if (extents?.kind !== "array" || extents.elements.length === 0) {
    reader.report("CUI1016", node, "work", "an array of extents and, if wanted, { reversed }", "as in work([ceilDiv(rows, blockM)])");
    return poison;
  }
  const at = tsc.isArrayLiteralExpression(nodes[0]!) ? nodes[0].elements : [];
  const found = extents.elements.map((e, n) => reader.integer(e, at[n] ?? nodes[0]!));
  const options = optionsOf<{ reversed: number | null }>(reader, values[1], { reversed: null }, nodes[1] ?? node);
  if (!found.every((e): e is Expr => e !== null) || !options) return poison;
  const { reversed } = options;
  if (reversed !== null && !(Number.isInteger(reversed) && reversed >= 0 && reversed < found.length)) {
    reader.report("CUI2012", nodes[1] ?? node, `axis ${reversed}`, `work of ${axes(found.length)}`);
    return poison;
  }
  return { kind: "loop", loop: { kind: "work", extents: found, reversed } };
};

export const iterate = (
  reader: Reader,
  name: "work" | "parallel" | "pipelined" | "serial" | "unrolled",
  values: readonly Value[],
  node: ts.Node,
  nodes: readonly ts.Node[],
): Value => {
  if (name === "work") return work(reader, values, node, nodes);
  if (name !== "parallel") return count(reader, name, values, node, nodes);
  if (values.length === 0) {
    reader.report("CUI1016", node, "parallel", "an extent for every index", "as in for (const [i, j] of parallel(16, 64))");
    return poison;
  }
  const extents = values.map((v, n) => positiveInteger(reader, v, "an extent of `parallel`", nodes[n]!));
  return extents.every((e) => e !== null) ? { kind: "loop", loop: { kind: "parallel", extents } } : poison;
};
