// Copies between global and shared memory and the reads of matrices from it, byte by byte, in the simulator.
import { describe, expect, it, test } from "vitest";
import { simulate } from "../../sim/simulate.ts";
import { failure, global, outcome, word } from "../../sim/testing.ts";
import { i32, immediate, ProgramBuilder } from "../builder.ts";
import type { Operand } from "../lowered.ts";

describe("memory", () => {
  /** A warp copies 512 bytes by `copy` into shared memory, reads them by `read`, and stores what it read a word a lane. */
  const through = (
    fill: (b: ProgramBuilder, tile: ReturnType<ProgramBuilder["emit"]>, source: ReturnType<ProgramBuilder["parameter"]>) => void,
    words: number,
  ): { run: (source: Uint16Array) => Uint32Array } => ({
    run: (source) => {
      const b = new ProgramBuilder({ name: "memory", threads: 32 });
      const from = b.parameter("source", "pointer");
      const to = b.parameter("to", "pointer");
      b.shared("tile", 1024, 16);
      const tile = b.emit("sharedAddress", "u32", [], { range: "tile" });
      fill(b, tile, from);
      const lane = b.emit("special", "i32", [], { which: "lane" });
      const out = b.emit("add", "i64", [to, b.emit("convert", "i64", [b.emit("multiply", "i32", [lane, i32(4 * words)])])]);
      const results = b.registers("read", "u32", words);
      const rows = b.emit("add", "u32", [tile, b.emit("bitcast", "u32", [b.emit("multiply", "i32", [lane, i32(16)])])]);
      b.instruction("loadMatrix", results, [rows], { count: words, transposed: false, offset: 0 });
      results.forEach((r, n) => b.instruction("storeGlobal", [], [out, r], { width: 4, offset: 4 * n, cache: "default" }));
      const memory = new Uint32Array(32 * words);
      simulate(b.build(), {
        grid: 1,
        seed: 1,
        arguments: [
          { kind: "tensor", name: "source", memory: source, writable: false },
          { kind: "tensor", name: "to", memory },
        ],
      });
      return memory;
    },
  });
  const source = Uint16Array.from({ length: 256 }, (_, n) => n + 1);
  const copyAll =
    (bytes: number, given: number) =>
    (b: ProgramBuilder, tile: ReturnType<ProgramBuilder["emit"]>, from: ReturnType<ProgramBuilder["parameter"]>): void => {
      const lane = b.emit("special", "i32", [], { which: "lane" });
      const offset = b.emit("multiply", "i32", [lane, i32(16)]);
      const to = b.emit("add", "u32", [tile, b.emit("bitcast", "u32", [offset])]);
      const at = b.emit("add", "i64", [from, b.emit("convert", "i64", [offset])]);
      for (let part = 0; part < 16; part += bytes)
        b.instruction("copyAsync", [], [to, at, i32(Math.max(0, Math.min(bytes, given - part)))], {
          bytes,
          sharedOffset: part,
          globalOffset: part,
        });
      b.instruction("copyCommit", []);
      b.instruction("copyWait", [], [], { pending: 0 });
      b.instruction("warpSync", []);
    };
  const expected = (given: number): number[] =>
    Array.from({ length: 32 }, (_, lane) =>
      [0, 1, 2, 3].map((m) => {
        const at = 8 * (8 * m + (lane >> 2)) + 2 * (lane & 3);
        const element = (n: number): number => (2 * (n % 8) < given ? source[n]! : 0);
        return element(at) + element(at + 1) * 65536;
      }),
    ).flat();
  it.each([
    [16, 16],
    [16, 6],
    [8, 16],
    [4, 10],
    [8, 0],
  ])("copyAsync by %i bytes keeps %i and zero-fills the rest; loadMatrix gives rows", (bytes, given) => {
    expect([...through(copyAll(bytes, given), 4).run(source)]).toEqual(expected(given));
  });
  it("copyAsync refuses more bytes than it copies, and odd places", () => {
    expect(() =>
      through(
        (b, tile, from) => b.instruction("copyAsync", [], [tile, from, i32(9)], { bytes: 8, sharedOffset: 0, globalOffset: 0 }),
        4,
      ).run(source),
    ).toThrow(/9 of 8/);
    expect(() =>
      through(
        (b, tile, from) => b.instruction("copyAsync", [], [tile, from, i32(16)], { bytes: 16, sharedOffset: 0, globalOffset: 2 }),
        4,
      ).run(source),
    ).toThrow(/multiple of 16/);
  });
  it("loadMatrix transposed gives columns; 16-bit and vector accesses agree with it", () => {
    const b = new ProgramBuilder({ name: "transposed", threads: 32 });
    const from = b.parameter("source", "pointer");
    const to = b.parameter("to", "pointer");
    b.shared("tile", 512, 16);
    const tile = b.emit("sharedAddress", "u32", [], { range: "tile" });
    const lane = b.emit("special", "i32", [], { which: "lane" });
    const bytes = b.emit("multiply", "i32", [lane, i32(16)]);
    const [row, at] = [
      b.emit("add", "u32", [tile, b.emit("bitcast", "u32", [bytes])]),
      b.emit("add", "i64", [from, b.emit("convert", "i64", [bytes])]),
    ];
    const words = b.registers("word", "u32", 4);
    b.instruction("loadGlobal", words, [at], { width: 4, offset: 0, cache: "default" });
    b.instruction("storeShared", [], [row, words[0]!, words[1]!], { width: 4, offset: 0 });
    b.instruction("storeShared", [], [row, words[2]!], { width: 2, offset: 8 });
    b.instruction("storeShared", [], [row, b.emit("shiftRight", "u32", [words[2]!, immediate("u32", 16)])], { width: 2, offset: 10 });
    b.instruction("storeShared", [], [row, words[3]!], { width: 4, offset: 12 });
    b.instruction("warpSync", []);
    const read = b.registers("read", "u32", 2);
    b.instruction("loadMatrix", read, [row], { count: 2, transposed: true, offset: 128 });
    const half = b.emit("loadShared", "u32", [row], { width: 2, offset: 6 });
    const out = b.emit("add", "i64", [to, b.emit("convert", "i64", [b.emit("multiply", "i32", [lane, i32(12)])])]);
    [...read, half].forEach((r, n) => b.instruction("storeGlobal", [], [out, r], { width: 4, offset: 4 * n, cache: "streaming" }));
    const memory = new Uint32Array(96);
    simulate(b.build(), {
      grid: 1,
      seed: 1,
      arguments: [
        {
          kind: "tensor",
          name: "source",
          memory: Uint32Array.from({ length: 128 }, (_, n) => source[2 * n]! + source[2 * n + 1]! * 65536),
          writable: false,
        },
        { kind: "tensor", name: "to", memory },
      ],
    });
    const element = (matrix: number, r: number, c: number): number => source[64 * (matrix + 1) + 8 * r + c]!;
    expect([...memory]).toEqual(
      Array.from({ length: 32 }, (_, l) => [
        ...[0, 1].map((m) => element(m, 2 * (l & 3), l >> 2) + element(m, 2 * (l & 3) + 1, l >> 2) * 65536),
        source[8 * l + 3]!,
      ]).flat(),
    );
  });
});

test.each(["shared", "global"] as const)("an atomic on an i64 in %s memory touches all of its 8 bytes", (space) => {
  const run = (half: 0 | 1, meets: boolean) => () =>
    outcome(64, ({ b, shared, element, output }) => {
      const at = (index: Operand): Operand => (space === "shared" ? shared(index) : element(output, index));
      const store = (index: Operand): unknown =>
        space === "shared"
          ? b.instruction("storeShared", [], [at(index), i32(0)], word)
          : b.instruction("storeGlobal", [], [at(index), i32(0)], global);
      const thread = b.emit("special", "i32", [], { which: "thread" });
      const isThread = (n: number): Operand => b.emit("compare", "predicate", [thread, i32(n)], { operation: "equal" });
      const meet = (): unknown => b.instruction("barrier", [], [], { id: 0, threads: 0 });
      b.if(isThread(0), false, () => [0, 1].forEach((index) => void store(i32(index))));
      meet();
      b.if(isThread(0), false, () => void store(i32(half)));
      if (meets) meet();
      b.if(isThread(32), false, () => {
        const one = b.emit("convert", "i64", [i32(1)]);
        b.instruction(space === "shared" ? "atomicShared" : "atomicGlobal", [], [at(i32(0)), one], { operation: "add" });
      });
    });
  for (const half of [0, 1] as const) {
    expect(failure(run(half, false)).code).toBe("race");
    expect(run(half, true)).not.toThrow();
  }
});
