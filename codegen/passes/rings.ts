// Rings: `pipelined` loops become explicit rings. The loop's copies from global to shared memory move `stages - 1` iterations ahead; what
// they need (scalar definitions) is repeated for the iteration they serve. The front end has already checked that this is legal.
import type { Buffer, Expr, For, Ring, Statement, TileOp, Variable } from "../ir/tile.ts";
import { bodiesOf, expressionsOf, walkExpression } from "./walk.ts";

const isPrefetch = (s: Statement): s is TileOp =>
  s.kind === "tile" &&
  s.name === "copy" &&
  s.operands[0]?.kind === "view" &&
  s.operands[1]?.kind === "tile" &&
  s.operands[1].buffer.space === "shared";

/** The scalar definitions of the loop's body that the copies need, in order, then the copies. */
const producerOf = (body: readonly Statement[]): Statement[] => {
  const needed = new Set<Variable>();
  const need = (s: Statement): void => {
    for (const e of expressionsOf(s)) walkExpression(e, (x) => x.kind === "variable" && needed.add(x.variable));
  };
  const kept: Statement[] = [];
  for (const s of [...body].reverse()) {
    if (!isPrefetch(s) && !(s.kind === "let" && needed.has(s.variable))) continue;
    kept.unshift(s);
    need(s);
  }
  return kept;
};

let ringNumber = 0;
const expand = (loop: For): Statement[] => {
  const body = loop.body.flatMap(visit);
  const copies = body.filter(isPrefetch);
  if (loop.stages < 2 || copies.length === 0) return [{ ...loop, mode: "serial", stages: 1, body }];
  const buffers = copies.map((c) => (c.operands[1] as { buffer: Buffer }).buffer);
  const ring: Ring = { kind: "ring", name: `ring${ringNumber++}`, stages: loop.stages, buffers, fills: buffers, handover: null };
  const { position } = loop;
  const producer = producerOf(body);
  const bound = (name: string, value: Expr): [Statement, Expr] => {
    const variable: Variable = { kind: "variable", name, dtype: "i32", role: "local", mutable: false };
    return [
      { kind: "let", variable, value, position },
      { kind: "variable", dtype: "i32", variable },
    ];
  };
  const [letFirst, first] = bound(`${loop.variable.name}_first`, loop.first);
  const [letLast, last] = bound(`${loop.variable.name}_last`, loop.last);
  const produce = (from: Expr, ahead: number): Statement => {
    const iteration: Expr =
      ahead === 0
        ? from
        : { kind: "binary", dtype: "i32", op: "add", a: from, b: { kind: "constant", dtype: "i32", value: ahead * loop.step }, position };
    const guard: Expr = { kind: "binary", dtype: "bool", op: "less", a: iteration, b: last, position };
    return { kind: "ringProduce", ring, prefetch: { variable: loop.variable, iteration, guard }, acquire: false, body: producer, position };
  };
  const here: Expr = { kind: "variable", dtype: "i32", variable: loop.variable };
  return [
    letFirst,
    letLast,
    { kind: "ringBegin", ring, drain: false, position },
    ...Array.from({ length: loop.stages - 1 }, (_, n) => produce(first, n)),
    {
      ...loop,
      first,
      last,
      mode: "serial",
      stages: 1,
      body: [
        { kind: "ringWait", ring, pending: loop.stages - 2, position },
        produce(here, loop.stages - 1),
        ...body.filter((s) => !isPrefetch(s)),
      ],
    },
  ];
};
function visit(s: Statement): Statement[] {
  if (s.kind === "for" && s.mode === "pipelined") return expand(s);
  if (bodiesOf(s).length === 0) return [s];
  if (s.kind === "if") return [{ ...s, then: s.then.flatMap(visit), otherwise: s.otherwise.flatMap(visit) }];
  if (s.kind === "roles") return [{ ...s, roles: s.roles.map((role) => ({ ...role, body: role.body.flatMap(visit) })) }];
  if (s.kind === "for" || s.kind === "while" || s.kind === "work" || s.kind === "ringProduce")
    return [{ ...s, body: s.body.flatMap(visit) }];
  return [s];
}
export const makeRings = (body: readonly Statement[]): readonly Statement[] => {
  ringNumber = 0;
  return body.flatMap(visit);
};
