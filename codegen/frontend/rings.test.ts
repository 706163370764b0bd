// What explicit rings become in tile IR: names of their own for the slot being filled, and what the slots' counts say about waits and fills.
import { expect, test } from "vitest";
import { bodyOf } from "./testing.ts";

const rings = "const a = ring({ t: shared(f32, [16]) }, { stages: 3 }); const b = ring({ t: shared(f32, [16]) }, { stages: 2 });";

test("a slot's tiles have one name while it is filled and one while it is used", () => {
  expect(
    bodyOf(
      `${rings} a.produce((slot) => { copy(y.at(range(0, slot.t.shape[0])), slot.t); }); a.consume(({ t }) => { y.write(t[3]!, 0); });`,
    ),
  ).toMatchInlineSnapshot(`
    "begin a: 3 x t
    begin b: 2 x t
    produce a {
      copy(y[0 +16], t_fill)
    }
    wait a pending 0
    y[0] = t[3]
    release a"
  `);
});

test("a wait leaves those groups under way that were surely committed behind its own, of any ring", () => {
  const body = `${rings} const fetchA = (i: i32): void => a.produce(({ t }) => copy(y.at(range(i, 16)), t)); const fetchB = (i: i32): void => b.produce(({ t }) => copy(y.at(range(i, 16)), t));
    fetchA(0); fetchB(0); fetchA(16);
    for (const i of serial(1, n)) { a.consume(() => {}); fetchA(i); if (i > 3) fetchB(i); else { fetchB(i + 1); } b.consume(() => {}); }
    b.consume(() => {}); a.consume(() => {}); a.consume(() => {});`;
  expect(
    bodyOf(body)
      .split("\n")
      .filter((line) => /wait|produce|for|serial/.test(line))
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "produce a {
    produce b {
    produce a {
    serial i from 1 to n {
      wait a pending 2
      produce a {
        produce b {
        produce b {
      wait b pending 2
    wait b pending 0
    wait a pending 2
    wait a pending 0"
  `);
});

test("a fill waits for the readers of its slot only where nothing else has made them meet", () => {
  expect(
    bodyOf(`${rings} for (const i of serial(0, n)) { b.produce(({ t }) => fill(t, 0)); b.consume(({ t }) => { y.write(t[0]!, 0); }); }`),
  ).toMatchInlineSnapshot(`
    "begin a: 3 x t
    begin b: 2 x t
    serial i from 0 to n {
      produce b {
        fill(t_fill, 0:f32)
      }
      wait b pending 0
      y[0] = t[0]
      release b
    }"
  `);
  expect(
    bodyOf(
      "const b = ring({ t: shared(f32, [16]) }, { stages: 1 }); for (const i of serial(0, n)) { b.produce(({ t }) => fill(t, 0)); b.consume(({ t }) => { y.write(t[0]!, 0); }); }",
    ),
  ).toMatchInlineSnapshot(`
    "begin b: 1 x t
    serial i from 0 to n {
      produce b behind a barrier {
        fill(t_fill, 0:f32)
      }
      wait b pending 0
      y[0] = t[0]
      release b
    }"
  `);
});
