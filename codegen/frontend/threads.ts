// Per-thread code of the source: threads((thread) => { ... }). Its body is read once, with the thread's indices as variables; then every step at
// which threads meet is checked to stand where all of them come to it.
import type ts from "typescript";
import { operations } from "../../dsl/ops/index.ts";
import type { Buffer, Statement, Threads, Variable } from "../ir/tile.ts";
import { bodiesOf } from "../passes/walk.ts";
import { Uniformity } from "../passes/uniformity.ts";
import { inline } from "./calls.ts";
import { variableOf } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { positionOf } from "./source.ts";
import { nothing, poison, scalar, staticValue, type Value } from "./values.ts";

/** Reports steps that the threads of a warp, or of the executor, do not surely take together. */
const checkMeetings = (reader: Reader, threads: Threads): void => {
  const uniformity = new Uniformity(threads, operations);
  const visit = (body: readonly Statement[], around: { readonly warp: boolean; readonly executor: boolean }): void => {
    for (const s of body) {
      if (s.kind === "effect") {
        const record = operations[s.name];
        if (record?.kind !== "effect" || record.together === "thread") continue;
        if (record.together === "warp" ? !around.warp : !around.executor)
          reader.reportAt(record.together === "warp" ? "CUI8001" : "CUI8002", s.position, s.name);
        continue;
      }
      const agreement = uniformity.ofControl(s);
      const inner = { warp: around.warp && agreement !== "thread", executor: around.executor && agreement === "executor" };
      for (const nested of bodiesOf(s)) visit(nested, inner);
    }
  };
  visit(threads.body, { warp: true, executor: true });
};

/** threads((thread) => { ... }) */
export const threadsOf = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const [body] = values;
  if (values.length !== 1 || body?.kind !== "closure") {
    if (body?.kind !== "poison")
      reader.report("CUI1016", node, "threads", "a function of the thread", "as in threads(({ thread, lane }) => { ... })");
    return poison;
  }
  if (reader.parallel || reader.threads || reader.filling || !reader.device) {
    if (!reader.device) reader.report("CUI1003", node, "`threads` outside of the device program", "move it into the inner function");
    else if (reader.threads) reader.report("CUI8004", node, "threads", "`threads`");
    else if (reader.parallel) reader.report("CUI4003", node, "threads", "put it before or behind the loop");
    else reader.report("CUI7004", node, "threads", `${reader.filling!.name}.produce`);
    return poison;
  }
  const index = (name: string): Variable => ({ kind: "variable", name, dtype: "i32", role: "lane", mutable: false });
  const [thread, warp, lane] = [index("thread"), index("warp"), index("lane")];
  const count = 32 * reader.warps;
  const locals = new Set<Variable | Buffer>([thread, warp, lane]);
  const given: Value = {
    kind: "object",
    complete: "slot",
    fields: new Map([
      ...[thread, warp, lane].map((v): [string, Value] => [v.name, scalar(variableOf(v))]),
      ["count", staticValue(count)] as [string, Value],
    ]),
  };
  const { statements } = reader.capture(() => {
    reader.threads = locals;
    inline(reader, body, [given], node, nodes, true);
    reader.threads = null;
  });
  const made: Threads = {
    kind: "threads",
    thread,
    warp,
    lane,
    executor: reader.executor,
    count,
    locals: [...locals].filter((l): l is Buffer => l.kind === "buffer"),
    body: statements,
    position: positionOf(node),
  };
  checkMeetings(reader, made);
  reader.statements.push(made);
  return nothing;
};
