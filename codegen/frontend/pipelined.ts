// Whether a `pipelined` loop may fetch ahead: its sources are not written in it, its addresses are known ahead, and its tiles live for one
// iteration. What may not is a diagnostic, never a loop that silently runs in series.
import type ts from "typescript";
import { operations } from "../../dsl/ops/index.ts";
import type { Buffer, Expr, For, Statement, Tensor, TileOp, Variable, View } from "../ir/tile.ts";
import { bodiesOf, expressionsOf, walk, walkExpression } from "../passes/walk.ts";
import type { Reader } from "./reader.ts";

interface Use {
  readonly of: Buffer | Tensor;
  readonly reads: boolean;
  readonly writes: boolean;
}
/** Memory that a statement itself uses (not those nested in it). */
export const usesOf = (s: Statement): readonly Use[] => {
  const uses: Use[] = [];
  for (const expression of expressionsOf(s))
    walkExpression(expression, (e) => {
      if (e.kind === "element") uses.push({ of: e.buffer, reads: true, writes: false });
      else if (e.kind === "read") uses.push({ of: e.view.tensor, reads: true, writes: false });
    });
  if (s.kind === "store") uses.push({ of: s.target.kind === "view" ? s.target.tensor : s.target.buffer, reads: false, writes: true });
  if (s.kind === "tile") {
    const record = operations[s.name];
    const parameters = record?.kind === "tile" ? record.parameters.filter((p) => p.kind === "operand") : [];
    s.operands.forEach((operand, n) => {
      const access = parameters[n]?.access ?? "update";
      uses.push({ of: operand.kind === "view" ? operand.tensor : operand.buffer, reads: access !== "write", writes: access !== "read" });
    });
  }
  return uses;
};

interface Fetch {
  readonly operation: TileOp;
  readonly from: View;
  readonly to: Buffer;
}
const fetchOf = (s: Statement): Fetch | null => {
  if (s.kind !== "tile" || s.name !== "copy") return null;
  const [from, to] = s.operands;
  return from?.kind === "view" && to?.kind === "tile" && to.buffer.space === "shared" ? { operation: s, from, to: to.buffer } : null;
};

export const checkPipelined = (reader: Reader, loop: For, node: ts.ForOfStatement): void => {
  const fetches = loop.body.flatMap((s) => fetchOf(s) ?? []);
  const filled = new Set(fetches.map((f) => f.to));
  const written = new Set<Buffer | Tensor>();
  const assigned = new Set<Variable>();
  const definitions = new Map<Variable, Expr>();
  walk(loop.body, (s) => {
    for (const use of usesOf(s)) if (use.writes) written.add(use.of);
    if (s.kind === "assign") assigned.add(s.variable);
    if (s.kind === "let") definitions.set(s.variable, s.value);
    const fetch = fetchOf(s);
    if (fetch && !loop.body.includes(s)) reader.reportAt("CUI5007", s.position, fetch.to.name);
  });
  if (fetches.length === 0 && !reader.diagnostics.some((d) => d.code === "CUI5007")) return reader.report("CUI5001", node);

  for (const { operation, from, to } of fetches) {
    if (written.has(from.tensor)) reader.reportAt("CUI5002", operation.position, from.tensor.name);
    const late = (e: Expr): void =>
      walkExpression(e, (part) => {
        const unknown = (name: string): void => reader.reportAt("CUI5003", operation.position, from.tensor.name, name);
        if (part.kind === "element") unknown(part.buffer.name);
        else if (part.kind === "read" && written.has(part.view.tensor)) unknown(part.view.tensor.name);
        else if (part.kind === "variable") {
          const value = definitions.get(part.variable);
          if (assigned.has(part.variable)) unknown(part.variable.name);
          else if (value) late(value);
        }
      });
    expressionsOf({ ...operation, operands: [from] }).forEach(late);
    let before = true;
    walk(loop.body, (s) => {
      if (s === operation) before = false;
      else
        for (const use of usesOf(s)) {
          if (use.of !== to) continue;
          if (use.writes) reader.reportAt("CUI5004", s.position, to.name);
          else if (before) reader.reportAt("CUI5005", s.position, to.name);
        }
    });
  }
  for (const tile of filled) reader.fetched.add(tile);
};

/** Reports uses of pipelined tiles outside of the loops that fill them. */
export const checkFetchedTiles = (reader: Reader, body: readonly Statement[]): void => {
  const visit = (list: readonly Statement[], inside: ReadonlySet<Buffer>): void => {
    for (const s of list) {
      for (const { of } of usesOf(s))
        if (of.kind === "buffer" && reader.fetched.has(of) && !inside.has(of)) reader.reportAt("CUI5006", s.position, of.name);
      if (s.kind === "for" && s.mode === "pipelined")
        visit(s.body, new Set([...inside, ...s.body.flatMap((inner) => fetchOf(inner)?.to ?? [])]));
      else for (const body of bodiesOf(s)) visit(body, inside);
    }
  };
  visit(body, new Set());
};
