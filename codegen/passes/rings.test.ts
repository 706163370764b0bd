// A pipelined loop becomes a ring, whatever it copies: it never becomes a serial one in silence.
import { expect, test } from "vitest";
import type { Buffer, For, Statement, Tensor, Variable } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import { makeRings } from "./rings.ts";
import { verifyTile } from "./verify.ts";

const position = nowhere;
const x: Tensor = { kind: "tensor", name: "x", dtype: "f32", extents: [null], position };
const step: Variable = { kind: "variable", name: "step", dtype: "i32", role: "loop", mutable: false };
const loopOf = (copies: number, stages: number): For => ({
  kind: "for",
  mode: "pipelined",
  variable: step,
  first: { kind: "constant", dtype: "i32", value: 0 },
  last: { kind: "constant", dtype: "i32", value: 4 },
  step: 1,
  stages,
  position,
  body: Array.from({ length: copies }, (_, n): Statement => {
    const buffer: Buffer = { kind: "buffer", name: `t${n}`, space: "shared", dtype: "f32", shape: [16], executor: wholeBlock, position };
    const axis = { start: { kind: "variable", dtype: "i32", variable: step }, size: 16, begin: null, length: null } as const;
    return {
      kind: "tile",
      name: "copy",
      operands: [
        { kind: "view", tensor: x, axes: [axis] },
        { kind: "tile", buffer, transposed: false },
      ],
      attributes: {},
      scalars: [],
      executor: wholeBlock,
      position,
    };
  }),
});

test.each([
  [1, 2],
  [2, 2],
  [3, 4],
])("%i copies, %i stages", (copies, stages) => {
  const made = makeRings([loopOf(copies, stages)]);
  const fills = made.filter((s) => s.kind === "ringProduce");
  expect(fills).toHaveLength(stages - 1);
  const loop = made.at(-1);
  expect(loop?.kind === "for" && [loop.mode, ...loop.body.map((s) => s.kind)]).toEqual(["serial", "ringWait", "ringProduce"]);
  const ring = made.find((s) => s.kind === "ringBegin")?.ring;
  expect([ring?.stages, ring?.buffers.length]).toEqual([stages, copies]);
});
test("one stage fetches nothing ahead", () => {
  expect(verifyTile(makeRings([loopOf(1, 1)]), true)).toEqual([]);
  expect(makeRings([loopOf(1, 1)]).map((s) => s.kind === "for" && s.mode)).toEqual(["serial"]);
});
