// Barriers of elementwise loops that follow each other: none where iterations write elements apart, and none inside a loop for what came
// before it. The simulator, which finds every race, says that what is left out was not needed.
import { describe, expect, test } from "vitest";
import { operations } from "../../dsl/ops/index.ts";
import type { Buffer, Expr, For, Parallel, Statement, Variable } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import { closeHazards } from "./hazards.ts";
import { walk } from "./walk.ts";

const position = nowhere;
const tile = (name: string): Buffer => ({
  kind: "buffer",
  name,
  space: "shared",
  dtype: "f32",
  shape: [8, 32],
  executor: wholeBlock,
  position,
});
const variable = (name: string, role: Variable["role"]): Variable => ({ kind: "variable", name, dtype: "i32", role, mutable: false });
const use = (v: Variable): Expr => ({ kind: "variable", dtype: "i32", variable: v });
const constant = (value: number): Expr => ({ kind: "constant", dtype: "i32", value });
const binary = (op: "add" | "subtract" | "multiply", a: Expr, b: Expr): Expr => ({ kind: "binary", dtype: "i32", op, a, b, position });
const [t, lane] = [variable("t", "loop"), variable("c", "lane")];

/** For all lanes: to[row, c] = from[row, c] (or 0), for every row given. */
const rowwise = (to: Buffer, rows: readonly Expr[], from: Buffer | null = null): Parallel => ({
  kind: "parallel",
  indices: [lane],
  extents: [32],
  executor: wholeBlock,
  body: rows.map((row) => ({
    kind: "store",
    target: { kind: "element", buffer: to, index: [row, use(lane)] },
    value: from
      ? { kind: "element", dtype: "f32", buffer: from, index: [row, use(lane)], position }
      : { kind: "constant", dtype: "f32", value: 0 },
    position,
  })),
  position,
});
const loop = (step: number, body: readonly Statement[]): For => ({
  ...{ kind: "for", mode: "serial", variable: t, first: constant(0), last: constant(8), step, stages: 1, body, position },
});
/** Barriers at each level: before and behind the loop, and inside. */
const barriers = (body: readonly Statement[]): { outside: number; inside: number } => {
  const closed = closeHazards(body, operations);
  let all = 0;
  walk(closed, (s) => {
    if (s.kind === "barrier") all += 1;
  });
  const outside = closed.filter((s) => s.kind === "barrier").length;
  return { outside, inside: all - outside };
};

const [a, b] = [tile("a"), tile("b")];
describe("stores of one statement in a loop", () => {
  test.each<[string, number, readonly Expr[], number]>([
    ["one row an iteration", 1, [use(t)], 0],
    ["rows from the end", 1, [binary("subtract", constant(7), use(t))], 0],
    ["two rows, in steps of two", 2, [use(t), binary("add", use(t), constant(1))], 0],
    ["two rows, in steps of one", 1, [use(t), binary("add", use(t), constant(1))], 1],
    ["the same row", 1, [constant(3)], 1],
    ["rows that a product with 0 makes the same", 1, [binary("multiply", use(t), constant(0))], 1],
    ["a row that t does not alone decide", 1, [binary("add", use(t), use(variable("other", "local")))], 1],
  ])("%s", (_, step, rows, inside) => {
    expect(barriers([loop(step, [rowwise(a, rows)])])).toEqual({ outside: 0, inside });
  });
  test("another statement's rows, and another loop's, are not known to be apart", () => {
    expect(barriers([loop(1, [rowwise(a, [use(t)]), rowwise(a, [use(t)])])]).inside).toBe(2);
    expect(barriers([loop(1, [rowwise(a, [use(t)])]), loop(1, [rowwise(a, [use(t)])])])).toEqual({ outside: 1, inside: 0 });
  });
});
describe("what was written before a loop", () => {
  test("is waited for once", () => {
    expect(barriers([rowwise(a, [constant(0)]), loop(1, [rowwise(b, [use(t)], a)])])).toEqual({ outside: 1, inside: 0 });
  });
  test("and again inside, where the loop writes it too", () => {
    expect(barriers([rowwise(a, [constant(0)]), loop(1, [rowwise(b, [use(t)], a), rowwise(a, [constant(0)])])])).toEqual({
      outside: 0,
      inside: 2,
    });
  });
});
