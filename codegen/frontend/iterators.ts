// The language's loops as values: bounds and extents checked, ready for `for (... of ...)`.
import type ts from "typescript";
import type { Expr } from "../ir/tile.ts";
import { optionsOf } from "./language.ts";
import type { Reader } from "./reader.ts";
import { tsc } from "./source.ts";
import { poison, type Value } from "./values.ts";

const positiveInteger = (reader: Reader, value: Value, what: string, node: ts.Node): number | null => {
  const number = reader.staticNumber(value, what, node);
  if (number === null || (Number.isInteger(number) && number > 0)) return number;
  reader.report("CUI2006", node, `${number}`);
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
    );
    return poison;
  }
  const [first, last] = [reader.integer(values[0]!, nodes[0]!), reader.integer(values[1]!, nodes[1]!)];
  const stages = mode === "pipelined" ? optionsOf(reader, values[2], { stages: 1 }, nodes[2]!).stages : 1;
  const step = mode !== "pipelined" && values[2] ? positiveInteger(reader, values[2], "the step of a loop", nodes[2]!) : 1;
  if (!first || !last || step === null) return poison;
  if (!Number.isInteger(stages) || stages < 1) {
    reader.report("CUI2006", nodes[2]!, `${stages}`);
    return poison;
  }
  if (mode === "unrolled" && (first.kind !== "constant" || last.kind !== "constant")) {
    reader.report("CUI1006", node, "how often an unrolled loop runs");
    return poison;
  }
  return { kind: "loop", loop: { kind: "count", mode, first, last, step, stages } };
};

const work = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const [extents] = values;
  if (extents?.kind === "poison") return poison;
  if (extents?.kind !== "array" || extents.elements.length === 0) {
    reader.report("CUI1016", node, "work", "an array of extents and, if wanted, { reversed }");
    return poison;
  }
  const at = tsc.isArrayLiteralExpression(nodes[0]!) ? nodes[0].elements : [];
  const found = extents.elements.map((e, n) => reader.integer(e, at[n] ?? nodes[0]!));
  const { reversed } = optionsOf<{ reversed: number | null }>(reader, values[1], { reversed: null }, nodes[1] ?? node);
  if (!found.every((e): e is Expr => e !== null)) return poison;
  if (reversed !== null && !(Number.isInteger(reversed) && reversed >= 0 && reversed < found.length)) {
    reader.report("CUI2012", nodes[1] ?? node, `${reversed}`, `${found.length}`);
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
    reader.report("CUI1016", node, "parallel", "an extent for every index");
    return poison;
  }
  const extents = values.map((v, n) => positiveInteger(reader, v, "an extent of `parallel`", nodes[n]!));
  return extents.every((e) => e !== null) ? { kind: "loop", loop: { kind: "parallel", extents } } : poison;
};
