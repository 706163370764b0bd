// Cases of atomics: every operation, type and space, each lane on a word of its own (so that what it gives is known), and all lanes on few words
// without results, where only the outcome counts.
import { i32 } from "../../codegen/ir/builder.ts";
import { atomicOperations, type AtomicOperation } from "../../codegen/ir/atomic.ts";
import type { Operand, RegisterType } from "../../codegen/ir/lowered.ts";
import { CaseBuilder, type ConformanceCase } from "./case.ts";
import { randomWords } from "./memory.ts";

type Space = "shared" | "global";
const spaces: readonly Space[] = ["shared", "global"];
const typesOf = (operation: AtomicOperation): readonly RegisterType[] =>
  operation === "add" || operation === "exchange" ? ["i32", "u32", "f32"] : ["i32", "u32"];
const bits = (c: CaseBuilder, value: Operand, type: RegisterType): Operand =>
  type === "u32" ? value : c.b.emit("bitcast", "u32", [value]);
/** Floats that add without surprises. */
const words = (type: RegisterType, count: number): Uint32Array =>
  type === "f32" ? new Uint32Array(Float32Array.from({ length: count }, (_, n) => 1 + n / 8).buffer) : randomWords(count);

const ownWords = (space: Space, operation: AtomicOperation, type: RegisterType): ConformanceCase => {
  const subject = space === "shared" ? "atomicShared" : "atomicGlobal";
  const c = new CaseBuilder({ subject, detail: `${operation} ${type}` });
  const [source, values, target] = [
    c.input("source", words(type, 32)),
    c.input("values", words(type, 64)),
    c.output("target", new Uint32Array(96)),
  ];
  const first = c.loadGlobal(type, c.global(source, c.lane));
  const place = c.global(target, c.lane);
  if (space === "shared") c.b.shared("room", 128, 16);
  const at = space === "shared" ? c.shared("room", c.lane) : c.global(target, c.add(c.lane, i32(32)));
  if (space === "shared") c.storeShared(at, first);
  else c.storeGlobal(at, first);
  const value = c.loadGlobal(type, c.global(values, c.lane));
  // Half of the lanes compare with what is there.
  const even = c.equal(c.b.emit("bitAnd", "i32", [c.lane, i32(1)]), 0);
  const expected = c.b.emit("select", type, [even, first, value]);
  const operands =
    operation === "compareExchange" ? [at, expected, c.loadGlobal(type, c.global(values, c.add(c.lane, i32(32))))] : [at, value];
  const old = c.b.emit(subject, type, operands, { operation });
  c.storeGlobal(place, bits(c, old, type));
  if (space === "shared") c.storeGlobal(c.global(target, c.add(c.lane, i32(32))), bits(c, c.loadShared(type, at), type));
  return c.build();
};
const commonWords = (space: Space, operation: AtomicOperation): ConformanceCase => {
  const subject = space === "shared" ? "atomicShared" : "atomicGlobal";
  const c = new CaseBuilder({ subject, detail: `${operation} by all lanes, without result`, threads: 64 });
  // Four bits that all have: the outcome of `and` is not 0.
  const ours = (count: number): Uint32Array => randomWords(count).map((w) => w | 0xf0000000);
  const [source, target] = [c.input("source", ours(64)), c.output("target", ours(4))];
  const word = c.b.emit("bitAnd", "i32", [c.thread, i32(3)]);
  const place = c.global(target, word);
  const isFirst = c.b.emit("compare", "predicate", [c.thread, i32(4)], { operation: "less" });
  if (space === "shared") {
    c.b.shared("room", 16, 16);
    c.b.if(isFirst, false, () => c.storeShared(c.shared("room", c.thread), c.loadGlobal("u32", c.global(source, c.thread))));
    c.meet();
  }
  const at = space === "shared" ? c.shared("room", word) : place;
  c.do(subject, [at, c.loadGlobal("u32", c.global(source, c.thread))], { operation });
  if (space === "shared") {
    c.meet();
    c.b.if(isFirst, false, () => c.storeGlobal(c.global(target, c.thread), c.loadShared("u32", c.shared("room", c.thread))));
  }
  return c.build();
};
/** The same of i64: each lane on an element of its own, then all on one. */
const wideWords = (space: Space, operation: (typeof wideOperations)[number]): ConformanceCase => {
  const subject = space === "shared" ? "atomicShared" : "atomicGlobal";
  const c = new CaseBuilder({ subject, detail: `${operation} i64` });
  // Values of 40 bits, negative ones too, whose sums are exact in a double.
  const values = BigInt64Array.from({ length: 32 }, (_, n) => (n % 3 === 0 ? -1n : 1n) * (BigInt(n) * 12345678901n + 7n));
  const [source, target] = [c.input("source", new Uint32Array(values.buffer)), c.output("target", new Uint32Array(2 * 65))];
  const half = (index: Operand, n: number): Operand => c.add(c.times(index, 2), i32(n));
  const load = (from: (index: Operand) => Operand, index: Operand, shared: boolean): Operand => {
    const words = [0, 1].map((n) => (shared ? c.loadShared("u32", from(half(index, n))) : c.loadGlobal("u32", from(half(index, n)))));
    return c.b.emit("joinWords", "i64", words);
  };
  const store = (to: (index: Operand) => Operand, index: Operand, value: Operand, shared: boolean): void => {
    for (const n of [0, 1]) {
      const word = c.b.emit("splitWord", "u32", [value], { half: n });
      if (shared) c.storeShared(to(half(index, n)), word);
      else c.storeGlobal(to(half(index, n)), word);
    }
  };
  const isShared = space === "shared";
  if (isShared) c.b.shared("room", 33 * 8, 16);
  const [inTarget, inSource] = [(index: Operand) => c.global(target, index), (index: Operand) => c.global(source, index)];
  const room = isShared ? (index: Operand) => c.shared("room", index) : (index: Operand) => c.global(target, c.add(index, i32(64)));
  const own = load(inSource, c.lane, false);
  const other = load(inSource, c.b.emit("bitXor", "i32", [c.lane, i32(1)]), false);
  store(room, c.lane, own, isShared);
  c.do("warpSync");
  const even = c.equal(c.b.emit("bitAnd", "i32", [c.lane, i32(1)]), 0);
  const expected = c.b.emit("select", "i64", [even, own, other]);
  const at = room(half(c.lane, 0));
  const old = c.b.emit(subject, "i64", operation === "compareExchange" ? [at, expected, other] : [at, other], { operation });
  store(inTarget, c.lane, old, false);
  if (operation === "exchange" || operation === "compareExchange") {
    if (isShared) store(inTarget, c.add(c.lane, i32(32)), load(room, c.lane, true), false);
    return c.build();
  }
  // Without results, all on the first lane's element.
  c.do("warpSync");
  c.do(subject, [room(i32(0)), own], { operation });
  c.do("warpSync");
  if (isShared) c.b.if(c.equal(c.lane, 0), false, () => store(inTarget, i32(64), load(room, i32(0), true), false));
  return c.build();
};
const wideOperations = ["add", "min", "max", "exchange", "compareExchange"] as const;
const barrierAnyCase = (id: number, threads: number): ConformanceCase => {
  const c = new CaseBuilder({ subject: "barrierAny", detail: id === 0 ? "whole block" : "named", threads: 96 });
  const [source, target] = [c.input("source", Uint32Array.of(0, 0, 7)), c.output("target", new Uint32Array(96 * 3))];
  for (let round = 0; round < 3; round++) {
    // In round 2 one thread's condition holds.
    const own = c.b.emit("compare", "predicate", [c.thread, c.loadGlobal("i32", c.global(source, i32(round)))], { operation: "less" });
    const held = c.b.emit("and", "predicate", [own, c.b.emit("compare", "predicate", [c.thread, i32(5)], { operation: "greater" })]);
    const any = c.b.emit("barrierAny", "predicate", [held], { id, threads });
    c.storeGlobal(c.global(target, c.add(c.thread, i32(96 * round))), c.b.emit("select", "i32", [any, i32(round + 1), i32(-round - 1)]));
  }
  return c.build();
};

export const atomicCases = (): ConformanceCase[] => [
  ...spaces.flatMap((space) => atomicOperations.flatMap((operation) => typesOf(operation).map((type) => ownWords(space, operation, type)))),
  ...spaces.flatMap((space) => (["add", "min", "max", "and", "or", "xor"] as const).map((operation) => commonWords(space, operation))),
  ...spaces.flatMap((space) => wideOperations.map((operation) => wideWords(space, operation))),
  barrierAnyCase(0, 0),
  barrierAnyCase(5, 96),
];
