// Tiles that need no poison, and copies that need not be made: what a kernel computes must not show either.
import { describe, expect, test } from "vitest";
import type { Statement } from "../../ir/tile.ts";
import { nowhere } from "../../ir/types.ts";
import { type binary, buffer, constant, host, operation, run, tensor, tile, use, variable, view, zeros } from "./testing.ts";

const size = 4;
const [a, b, c] = [buffer("a", "f32", [size]), buffer("b", "f32", [size]), buffer("c", "f32", [size])];
const [n, out, count] = [variable("n", "i32", "work"), tensor("out", "f32", [2, size]), tensor("count", "f32", [null])];
const copy = (from: Parameters<typeof tile>[0], to: Parameters<typeof tile>[0]): Statement => operation("copy", [tile(from), tile(to)]);
const fill = (to: Parameters<typeof tile>[0], value: number): Statement => operation("fill", [tile(to)], {}, [constant(value, "f32")]);
const write = (from: Parameters<typeof tile>[0]): Statement =>
  operation("copy", [tile(from), view(out, [use(n), null], [constant(0), size])]);
const store = (to: Parameters<typeof tile>[0], value: number): Statement => ({
  kind: "store",
  target: { kind: "element", buffer: to, index: [constant(0)] },
  value: constant(value, "f32"),
  position: nowhere,
});
const loop = (last: Parameters<typeof binary>[1], body: readonly Statement[]): Statement => ({
  kind: "for",
  mode: "serial",
  variable: variable("i", "i32", "loop"),
  first: constant(0),
  last,
  step: 1,
  stages: 1,
  body,
  position: nowhere,
});
/** First elements of both rows that a kernel of two work items writes, and its text. */
const results = (body: readonly Statement[]): { readonly first: readonly number[]; readonly text: string } => {
  const result = host("f32", [2, size], zeros);
  const text = run(
    [out, count],
    [{ kind: "work", indices: [n], extents: [constant(2)], reversed: null, position: nowhere, body }],
    [result, host("f32", [0], zeros)],
  );
  return { first: [result.data[0] as number, result.data[size] as number], text };
};
const tilesIn = (text: string): number => text.match(/new Float32Array/g)!.length;

describe("copies", () => {
  test("of a tile that stays as it is are that tile", () => {
    const { first, text } = results([fill(a, 3), copy(a, b), copy(b, c), write(c)]);
    expect(first).toEqual([3, 3]);
    expect(tilesIn(text)).toBe(1);
  });
  test.each([
    ["the original is written before the copy is read", [fill(a, 3), copy(a, b), fill(a, 5), write(b)], 3],
    ["the original of the original is", [fill(a, 3), copy(a, b), copy(b, c), fill(a, 5), write(c)], 3],
    ["the original is written in a loop that reads the copy", [fill(a, 3), copy(a, b), loop(constant(2), [write(b), fill(a, 5)])], 3],
    ["the copy is written", [fill(a, 3), copy(a, b), fill(b, 5), write(a)], 3],
    ["an element of the original is written", [fill(a, 3), copy(a, b), store(a, 5), write(b)], 3],
    ["an element of the copy is written", [fill(a, 3), copy(a, b), store(b, 5), write(a)], 3],
    ["the copy is read before it is made", [fill(a, 3), fill(b, 5), loop(constant(2), [write(b), copy(a, b)])], 3],
  ] as const)("are made where %s", (_, body, expected) => {
    const { first, text } = results(body);
    expect(first).toEqual([expected, expected]);
    expect(tilesIn(text)).toBeGreaterThan(1);
  });
});

describe("poison", () => {
  test("is not spent on what is overwritten first", () => {
    const { first, text } = results([fill(a, 3), loop(constant(2), [copy(a, b), write(b)])]);
    expect(first).toEqual([3, 3]);
    expect(text).not.toContain("fill(NaN)");
  });
  test("shows behind a loop that does not run", () => {
    const none = { kind: "extent", dtype: "i32", tensor: count, axis: 0 } as const;
    expect(results([loop(none, [fill(a, 3)]), write(a)]).first).toEqual([Number.NaN, Number.NaN]);
  });
  test("shows in a first pass of a loop whose end fills the tile", () => {
    expect(results([loop(constant(1), [write(a), fill(a, 3)])]).first).toEqual([Number.NaN, Number.NaN]);
  });
});

test("rows without gaps are copied in one piece, as far as they exist", () => {
  const [whole, part] = [tensor("whole", "f32", [null, null]), buffer("part", "f32", [4, 40])];
  const target = tensor("target", "f32", [4, 40]);
  for (const width of [40, 50, 39])
    for (const rows of [3, 4, 6]) {
      const given = host("f32", [rows, width], (place) => place + 1);
      const result = host("f32", [4, 40], zeros);
      const [from, to] = [whole, target].map((one) => view(one, [constant(0), 4], [constant(0), 40]));
      run([whole, target], [operation("copy", [from!, tile(part)]), operation("copy", [tile(part), to!])], [given, result]);
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 40; j++) expect(result.data[i * 40 + j]).toBe(i < rows && j < width ? i * width + j + 1 : 0);
    }
});
