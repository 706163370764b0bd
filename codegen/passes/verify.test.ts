// What the verifier says about tile IR that a pass has damaged, and that it says nothing about what is right.
import { expect, test } from "vitest";
import type { Effect, Expr, For, Parallel, Statement, Variable, Work } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import { verifyTile } from "./verify.ts";

const position = nowhere;
const variable = (name: string, role: Variable["role"]): Variable => ({ kind: "variable", name, dtype: "i32", role, mutable: false });
const use = (v: Variable): Expr => ({ kind: "variable", dtype: "i32", variable: v });
const constant: Expr = { kind: "constant", dtype: "i32", value: 3 };
const [item, index, lane, name, result] = [
  variable("item", "work"),
  variable("index", "loop"),
  variable("lane", "lane"),
  variable("name", "local"),
  variable("result", "local"),
];
const define = (v: Variable, value: Expr): Statement => ({ kind: "let", variable: v, value, position });
const grid = (...body: Statement[]): Work => ({ kind: "work", indices: [item], extents: [constant], reversed: null, body, position });
const loop = (body: readonly Statement[], part: Partial<For> = {}): For => ({
  kind: "for",
  mode: "serial",
  variable: index,
  first: constant,
  last: constant,
  step: 1,
  stages: 1,
  body,
  position,
  ...part,
});
const elements = (...body: Statement[]): Parallel => ({
  kind: "parallel",
  indices: [lane],
  extents: [8],
  executor: wholeBlock,
  body,
  position,
});
const step = (where: Effect["where"]): Effect => ({
  kind: "effect",
  name: "step",
  where,
  target: null,
  args: [],
  text: "",
  element: null,
  barrier: null,
  result,
  executor: wholeBlock,
  position,
});
const barrier: Statement = { kind: "barrier", drain: false, reason: "", position };

test.each<[string, readonly Statement[]]>([
  ["names in their scopes", [grid(define(name, use(item)), loop([define(result, use(index))]), elements(define(result, use(lane))))]],
  ["steps where they say", [grid(step("executor"), elements(step("parallel"), define(name, use(result))))]],
  ["a kernel without a grid", [define(name, constant)]],
])("nothing about %s", (_, body) => {
  expect(verifyTile(body, true)).toEqual([]);
});

test.each<[string, readonly Statement[]]>([
  ["variable index is used outside its scope", [grid(loop([]), define(name, use(index)))]],
  ["variable name is used outside its scope", [grid(define(name, use(name)))]],
  ["parallel inside elementwise or per-thread code", [grid(elements(elements()))]],
  ["barrier inside elementwise or per-thread code", [grid(elements(barrier))]],
  ["effect step stands in another place than it says", [grid(step("parallel"))]],
  ["effect step stands in another place than it says", [grid(elements(step("executor")))]],
  ["a pipelined loop is left", [grid(loop([], { mode: "pipelined", stages: 2 }))]],
  ["a loop that is not pipelined has 2 stages", [grid(loop([], { stages: 2 }))]],
  ["something stands beside the grid", [define(name, constant), grid()]],
])("says: %s", (text, body) => {
  expect(verifyTile(body, true).map((problem) => problem.replace(/^.*?:\d+: /, ""))).toContain(text);
});
