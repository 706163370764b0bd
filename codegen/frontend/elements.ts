// Elements and parallel loops: who may index what. A body writes only its own element: a fragment is indexed by the loop's lane indices in
// order, anything else that is written names every lane, and nothing is read at another element than it is written at.
import type ts from "typescript";
import type { Buffer, Expr, Statement, Variable } from "../ir/tile.ts";
import { expressionsOf, walk, walkExpression } from "../passes/walk.ts";
import type { Reader } from "./reader.ts";
import { foreignTile } from "./roles.ts";

const laneOf = (lanes: readonly Variable[], e: Expr): number => (e.kind === "variable" ? lanes.indexOf(e.variable) : -1);

/** Whether a value is known once the loops around it are written out. */
export const isUnrolled = (reader: Reader, e: Expr): boolean => {
  let known = true;
  walkExpression(e, (part) => {
    if (
      part.kind === "extent" ||
      part.kind === "element" ||
      part.kind === "read" ||
      (part.kind === "variable" && !reader.unrolled.has(part.variable))
    )
      known = false;
  });
  return known;
};

/** Checks the index of an element where its memory asks for more than a number; false after a diagnostic. */
export const elementIndex = (reader: Reader, buffer: Buffer, index: readonly Expr[], node: ts.Node): boolean => {
  switch (buffer.space) {
    case "shared":
      return true;
    case "fragment":
      if (foreignTile(reader, buffer, node)) return false;
      return fragmentIndex(reader, buffer, index, node);
    case "local":
      if (index.every((e) => isUnrolled(reader, e))) return true;
      reader.report("CUI2014", node, buffer.name);
      return false;
    default:
      return buffer.space satisfies never;
  }
};

/** Checks that a local array is written by its own iteration only; false after a diagnostic. */
export const localWritten = (reader: Reader, buffer: Buffer, node: ts.Node): boolean => {
  if (reader.role && buffer.executor !== reader.executor) {
    reader.report("CUI7007", node, buffer.name, "outside of the role");
    return false;
  }
  if (reader.threads) {
    if (reader.threads.has(buffer)) return true;
    reader.report("CUI8003", node, buffer.name);
    return false;
  }
  if (!reader.parallel || reader.parallel.locals.has(buffer)) return true;
  reader.report("CUI4006", node, buffer.name);
  return false;
};

/** Checks the index of a fragment's element; false after a diagnostic. */
const fragmentIndex = (reader: Reader, buffer: Buffer, index: readonly Expr[], node: ts.Node): boolean => {
  if (!reader.parallel) {
    reader.report("CUI4004", node, buffer.name);
    return false;
  }
  const { indices, extents } = reader.parallel;
  let last = -1;
  for (const [axis, e] of index.entries()) {
    if (e.kind === "constant" && e.value === 0 && buffer.shape[axis] === 1) continue;
    const lane = laneOf(indices, e);
    if (lane <= last) {
      reader.report("CUI4002", node, buffer.name);
      return false;
    }
    if (extents[lane] !== buffer.shape[axis]) {
      reader.report("CUI4007", node, `${extents[lane]}`, `${buffer.shape[axis]}`, buffer.name);
      return false;
    }
    last = lane;
  }
  return true;
};

/** Checks that no two iterations of the open parallel loop write the same element; false after a diagnostic. */
export const elementWritten = (reader: Reader, name: string, index: readonly Expr[], node: ts.Node): boolean => {
  if (!reader.parallel) return true;
  const used = new Set<Variable>();
  const visit = (e: Expr): void =>
    walkExpression(e, (part) => {
      if (part.kind !== "variable" || used.has(part.variable)) return;
      used.add(part.variable);
      const value = reader.parallel?.definitions.get(part.variable);
      if (value) visit(value);
    });
  index.forEach(visit);
  const { indices, extents } = reader.parallel;
  if (indices.every((lane, n) => extents[n] === 1 || used.has(lane))) return true;
  reader.report("CUI4001", node, name);
  return false;
};

const sameExpression = (a: Expr, b: Expr): boolean => {
  const plain = (e: Expr): string => JSON.stringify(e, (key, value: unknown) => (key === "position" ? undefined : value));
  return a === b || (a.kind === "variable" && b.kind === "variable" ? a.variable === b.variable : plain(a) === plain(b));
};

interface Access {
  readonly of: object;
  readonly name: string;
  readonly index: readonly Expr[];
}
/** Reports memory that the finished body writes at one element and reads at another. Fragments cannot: their index is the lanes. */
export const checkParallelBody = (reader: Reader, body: readonly Statement[], node: ts.Node): void => {
  const writes: Access[] = [];
  const reads: Access[] = [];
  walk(body, (s) => {
    if ((s.kind === "store" || s.kind === "effect") && s.target && !(s.target.kind === "element" && s.target.buffer.space === "local"))
      writes.push(
        s.target.kind === "view"
          ? { of: s.target.tensor, name: s.target.tensor.name, index: s.target.axes.map((a) => a.start) }
          : { of: s.target.buffer, name: s.target.buffer.name, index: s.target.index },
      );
    for (const expression of expressionsOf(s))
      walkExpression(expression, (e) => {
        if (e.kind === "element" && e.buffer.space === "shared") reads.push({ of: e.buffer, name: e.buffer.name, index: e.index });
        else if (e.kind === "read") reads.push({ of: e.view.tensor, name: e.view.tensor.name, index: e.view.axes.map((a) => a.start) });
      });
  });
  const clash = writes.find((w) => reads.some((r) => r.of === w.of && !r.index.every((e, n) => sameExpression(e, w.index[n]!))));
  if (clash) reader.report("CUI4008", node, clash.name);
};
