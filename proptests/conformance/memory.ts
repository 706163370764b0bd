// Cases of instructions that touch memory or make threads meet: every width, vector length, offset and option, from random words.
import { i32, u32 } from "../../codegen/ir/builder.ts";
import type { RegisterRef } from "../../codegen/ir/lowered.ts";
import { Random } from "../lib/random.ts";
import { CaseBuilder, type ConformanceCase } from "./case.ts";

const random = new Random(2026);
export const randomWords = (length: number): Uint32Array => Uint32Array.from({ length }, () => Math.floor(random.uniform() * 2 ** 32));

const vectors = [
  { width: 2, count: 1, offset: 6 },
  { width: 4, count: 1, offset: 4 },
  { width: 4, count: 2, offset: 8 },
  { width: 4, count: 4, offset: 32 },
] as const;
const registers = (c: CaseBuilder, count: number): RegisterRef[] => Array.from({ length: count }, () => c.b.register("value", "u32"));

/** Values of each width go from `source` to `target` through the instruction; elements of 16 bytes a lane. */
const globalCases = (subject: "loadGlobal" | "storeGlobal"): ConformanceCase[] =>
  vectors.flatMap(({ width, count, offset }) =>
    (["default", "streaming"] as const).map((cache) => {
      const c = new CaseBuilder({ subject, detail: `${count} of ${width} bytes, ${cache}` });
      const [source, target] = [c.input("source", randomWords(32 * 5)), c.output("target", new Uint32Array(32 * 5))];
      const [from, to] = [c.global(source, c.lane, 16), c.global(target, c.lane, 16)];
      const values = registers(c, count);
      const [near, far] = [
        { width, offset: 0, cache: "default" },
        { width, offset, cache },
      ];
      c.b.instruction("loadGlobal", values, [from], subject === "loadGlobal" ? far : near);
      c.do("storeGlobal", [to, ...values], subject === "storeGlobal" ? far : near);
      return c.build();
    }),
  );

/** Words go into shared memory and come out by another lane. */
const sharedCases = (subject: "loadShared" | "storeShared"): ConformanceCase[] =>
  vectors.map(({ width, count, offset }) => {
    const c = new CaseBuilder({ subject, detail: `${count} of ${width} bytes` });
    const [source, target] = [c.input("source", randomWords(32 * 5)), c.output("target", new Uint32Array(32 * 4))];
    c.b.shared("room", 32 * 20, 16);
    c.fillShared("room", source, 32 * 5);
    const other = c.b.emit("bitXor", "i32", [c.lane, i32(13)]);
    let values = registers(c, count);
    if (subject === "loadShared") c.b.instruction("loadShared", values, [c.shared("room", other, 16)], { width, offset });
    else {
      c.b.instruction("loadGlobal", values, [c.global(source, other, 16)], { width, offset: 0, cache: "default" });
      c.do("storeShared", [c.shared("room", c.lane, 16), ...values], { width, offset });
      c.meet();
      values = registers(c, 4);
      c.b.instruction("loadShared", values, [c.shared("room", other, 16)], { width: 4, offset: 0 });
    }
    for (const [n, value] of values.entries()) c.storeGlobal(c.global(target, c.add(c.times(c.lane, 4), i32(n))), value);
    return c.build();
  });

const loadMatrixCases = (): ConformanceCase[] =>
  ([1, 2, 4] as const).flatMap((count) =>
    [false, true].map((transposed) => {
      const c = new CaseBuilder({ subject: "loadMatrix", detail: `${count} matrices${transposed ? ", transposed" : ""}` });
      const [source, target] = [c.input("source", randomWords(32 * 5)), c.output("target", new Uint32Array(32 * count))];
      c.b.shared("rows", 32 * 20, 16);
      c.fillShared("rows", source, 32 * 5);
      // Rows in no order of theirs: lane l gives row 11 l mod 32.
      const row = c.b.emit("bitAnd", "i32", [c.times(c.lane, 11), i32(31)]);
      const values = registers(c, count);
      c.b.instruction("loadMatrix", values, [c.shared("rows", row, 16)], { count, transposed, offset: 32 });
      for (const [n, value] of values.entries()) c.storeGlobal(c.global(target, c.add(c.lane, i32(32 * n))), value);
      return c.build();
    }),
  );

/** Lane l copies l mod (bytes + 1) bytes of its chunk; what lies behind them becomes zero. */
const copyAsyncCases = (): ConformanceCase[] =>
  ([4, 8, 16] as const).map((bytes) => {
    const c = new CaseBuilder({ subject: "copyAsync", detail: `${bytes} bytes` });
    const words = (32 * bytes) / 4;
    const [source, target] = [c.input("source", randomWords(words + 16)), c.output("target", new Uint32Array(words))];
    c.b.shared("room", 32 * bytes + 64, 16);
    c.fillShared("room", source, words);
    const given = c.b.emit("remainder", "i32", [c.lane, i32(bytes + 1)]);
    c.do("copyAsync", [c.shared("room", c.lane, bytes), c.global(source, c.lane, bytes), given], {
      bytes,
      sharedOffset: 32,
      globalOffset: 16,
    });
    c.do("copyCommit");
    c.do("copyWait", [], { pending: 0 });
    c.meet();
    for (let n = 0; n < bytes / 4; n++) {
      const index = c.add(c.lane, i32(32 * n));
      c.storeGlobal(c.global(target, index), c.loadShared("u32", c.b.emit("add", "u32", [c.shared("room", index), u32(32)])));
    }
    return c.build();
  });

/** Three groups of one copy each: a lane reads each of its copies when at most the later ones are under way. */
const copyGroupCase = (subject: "copyCommit" | "copyWait"): ConformanceCase => {
  const c = new CaseBuilder({ subject, detail: "three groups" });
  const [source, target] = [c.input("source", randomWords(96)), c.output("target", new Uint32Array(96))];
  c.b.shared("room", 96 * 4, 16);
  const places = [0, 1, 2].map((n) => c.add(c.lane, i32(32 * n)));
  for (const place of places) {
    c.do("copyAsync", [c.shared("room", place), c.global(source, place), i32(4)], { bytes: 4, sharedOffset: 0, globalOffset: 0 });
    c.do("copyCommit");
  }
  for (const [n, place] of places.entries()) {
    c.do("copyWait", [], { pending: 2 - n });
    c.storeGlobal(c.global(target, place), c.loadShared("u32", c.shared("room", place)));
  }
  return c.build();
};

/** Warp 0 writes, warp 1 reads what it wrote, ordered by `order`, which each warp runs with its number. */
const handOver = (subject: string, detail: string, order: (c: CaseBuilder, isWriter: boolean) => void): ConformanceCase => {
  const c = new CaseBuilder({ subject, detail, threads: 64 });
  const [source, target] = [c.input("source", randomWords(32)), c.output("target", new Uint32Array(32))];
  c.b.shared("room", 128, 16);
  c.b.if(
    c.equal(c.warp, 0),
    true,
    () => {
      c.storeShared(c.shared("room", c.lane), c.loadGlobal("u32", c.global(source, c.lane)));
      order(c, true);
    },
    () => {
      order(c, false);
      c.storeGlobal(c.global(target, c.lane), c.loadShared("u32", c.shared("room", c.b.emit("bitXor", "i32", [c.lane, i32(31)]))));
    },
  );
  return c.build();
};
const barrierCase = (): ConformanceCase => {
  const c = new CaseBuilder({ subject: "barrier", detail: "whole block", threads: 96 });
  const [source, target] = [c.input("source", randomWords(96)), c.output("target", new Uint32Array(96))];
  c.b.shared("room", 96 * 4, 16);
  c.fillShared("room", source, 96);
  c.storeGlobal(c.global(target, c.thread), c.loadShared("u32", c.shared("room", c.b.emit("subtract", "i32", [i32(95), c.thread]))));
  return c.build();
};

const warpSyncCase = (): ConformanceCase => {
  const c = new CaseBuilder({ subject: "warpSync", detail: "lanes exchange words" });
  const [source, target] = [c.input("source", randomWords(32)), c.output("target", new Uint32Array(32))];
  c.b.shared("room", 128, 16);
  c.storeShared(c.shared("room", c.lane), c.loadGlobal("u32", c.global(source, c.lane)));
  c.do("warpSync");
  c.storeGlobal(c.global(target, c.lane), c.loadShared("u32", c.shared("room", c.b.emit("bitXor", "i32", [c.lane, i32(21)]))));
  return c.build();
};

const prefetchCase = (): ConformanceCase => {
  const c = new CaseBuilder({ subject: "prefetchGlobal", detail: "before a load" });
  const [source, target] = [c.input("source", randomWords(32)), c.output("target", new Uint32Array(32))];
  c.do("prefetchGlobal", [c.global(source, c.lane)]);
  c.storeGlobal(c.global(target, c.lane), c.loadGlobal("u32", c.global(source, c.lane)));
  return c.build();
};

/** Where shared memory begins is the GPU's business: distances between ranges are compared, and the base's alignment. */
const sharedAddressCase = (): ConformanceCase => {
  const c = new CaseBuilder({ subject: "sharedAddress", detail: "distances and alignment" });
  const target = c.output("target", new Uint32Array(64));
  c.b.shared("first", 100, 16);
  c.b.shared("second", 64, 128);
  const [first, second] = ["first", "second"].map((range) => c.b.emit("sharedAddress", "u32", [], { range }));
  c.storeGlobal(c.global(target, c.lane), c.b.emit("subtract", "u32", [second!, first!]));
  c.storeGlobal(c.global(target, c.add(c.lane, i32(32))), c.b.emit("bitAnd", "u32", [first!, u32(1023)]));
  return c.build();
};

export const memoryCases = (): ConformanceCase[] => [
  ...globalCases("loadGlobal"),
  ...globalCases("storeGlobal"),
  ...sharedCases("loadShared"),
  ...sharedCases("storeShared"),
  ...loadMatrixCases(),
  ...copyAsyncCases(),
  copyGroupCase("copyCommit"),
  copyGroupCase("copyWait"),
  barrierCase(),
  handOver("barrier", "named", (c) => c.do("barrier", [], { id: 3, threads: 64 })),
  handOver("barrierArrive", "arrive and wait", (c, isWriter) => c.do(isWriter ? "barrierArrive" : "barrier", [], { id: 2, threads: 64 })),
  warpSyncCase(),
  prefetchCase(),
  sharedAddressCase(),
];
