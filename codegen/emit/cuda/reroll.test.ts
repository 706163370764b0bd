// Re-rolled code, unrolled again, is the code that was given: instruction by instruction, the same elements, integers and offsets, and every
// scalar read gets the value of the same write.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { f32, i32, immediate, ProgramBuilder, u32 } from "../../ir/builder.ts";
import type { LoweredProgram, Operand, Register, RegisterRef } from "../../ir/lowered.ts";
import { verifyLowered } from "../../ir/verify.ts";
import { reroll } from "./reroll.ts";
import { allSlots, buildTree, type Item, type Loop, Shapes } from "./tree.ts";

/** One instruction or condition as it runs: its text, what its slots hold, the scalars it reads and writes. */
interface Event {
  readonly text: string;
  readonly reads: readonly Register[];
  readonly writes: readonly Register[];
}

const unroll = (items: readonly Item[], at = new Map<Loop, number>()): Event[] =>
  items.flatMap((item): Event[] => {
    const values = item.slots.map(({ kind, register, base, steps }) => {
      const value = steps.reduce((sum, { loop, by }) => sum + by * at.get(loop)!, base);
      return register === null ? `${kind} ${value}` : register.length === null ? "scalar" : `${register.name}[${value}]`;
    });
    const scalars = item.slots.flatMap(({ register }) => (register?.length === null ? [register] : []));
    switch (item.kind) {
      case "instruction": {
        const writes = item.source.results.flatMap(({ register }) => (register.length === null ? [register] : []));
        const reads = item.source.operands.flatMap((o) => (o.kind === "register" && o.register.length === null ? [o.register] : []));
        return [{ text: `${item.template} ${values.join()}`, reads, writes }];
      }
      case "if":
        return [
          { text: `if ${values.join()}`, reads: scalars, writes: [] },
          ...unroll(item.then, at),
          { text: "else", reads: [], writes: [] },
          ...unroll(item.otherwise, at),
          { text: "end", reads: [], writes: [] },
        ];
      case "repeat":
        return Array.from({ length: item.loop.count }, (_, n) => unroll(item.body, new Map([...at, [item.loop, n]]))).flat();
      case "for":
      case "while":
      case "roles":
      case "remark":
        return [
          { text: `${item.kind} ${values.join()}`, reads: scalars, writes: [] },
          ...(item.kind === "for" || item.kind === "while" ? unroll(item.body, at) : []),
        ];
      default:
        return item satisfies never;
    }
  });

/** Fails unless both run alike; returns how many items are printed. */
const expectSame = (program: LoweredProgram): number => {
  const tree = (): Item[] => buildTree(program.body, shapes, (name) => name);
  const shapes = new Shapes();
  const given = unroll(tree());
  const rolled = reroll(tree(), shapes);
  const again = unroll(rolled);
  expect(again.map((e) => e.text)).toEqual(given.map((e) => e.text));
  const holds = new Map<Register, Register>();
  again.forEach(({ reads, writes }, n) => {
    expect(reads.map((r) => holds.get(r) ?? r)).toEqual(given[n]!.reads);
    writes.forEach((r, k) => holds.set(r, given[n]!.writes[k]!));
  });
  const size = (items: readonly Item[]): number =>
    items.reduce(
      (sum, item) =>
        sum +
        1 +
        (item.kind === "repeat" || item.kind === "for" ? size(item.body) : item.kind === "if" ? size(item.then) + size(item.otherwise) : 0),
      0,
    );
  return size(rolled);
};

const element = (list: readonly RegisterRef[], n: number): RegisterRef => list[((n % list.length) + list.length) % list.length]!;

/** A random nest of unrolled loops whose indices are sums of the loops' counters, with now and then an irregular one. */
const randomProgram = (random: () => number): LoweredProgram => {
  const pick = (n: number): number => Math.floor(random() * n);
  const b = new ProgramBuilder({ name: "test", threads: 32 });
  const arrays = [b.registers("s", "f32", 64), b.registers("t", "f32", 64)];
  const address = b.emit("move", "u32", [immediate("u32", 0)]);
  const carried = [b.emit("move", "f32", [f32(0)]), b.emit("move", "f32", [f32(1)])];
  for (const array of arrays) for (const r of array) b.instruction("move", [r], [f32(0)]);
  const nest = (depth: number, counters: readonly number[]): void => {
    const statements = Array.from({ length: 1 + pick(3) }, () => {
      const factors = counters.map(() => pick(5));
      const [base, kind, odd] = [pick(16), pick(7), random() < 0.15];
      const [count, array, other] = [2 + pick(7), pick(2), pick(2)];
      return { factors, base, kind, odd, count, array, other };
    });
    // The same plan at every count of the loops outside, so that groups can be alike.
    const run = (at: readonly number[]): void => {
      let last: Operand = f32(2);
      for (const { factors, base, kind, odd, array, other } of statements) {
        const index = factors.reduce((sum, f, n) => sum + f * at[n]!, base) + (odd && pick(3) === 0 ? 1 : 0);
        const target = element(arrays[array]!, index);
        const source = element(arrays[other]!, index + 3);
        if (kind === 0) last = b.emit("multiply", "f32", [source, last]);
        else if (kind === 1) b.instruction("add", [target], [source, last]);
        else if (kind === 2) b.instruction("loadShared", [target], [address], { width: 4, offset: 4 * index });
        else if (kind === 3) b.instruction("add", [element(carried, index & 1)], [element(carried, index & 1), last]);
        else if (kind === 4) last = b.emit("convert", "f32", [b.emit("move", "i32", [i32(8 * index)])]);
        else if (kind === 5)
          b.if(b.emit("compare", "predicate", [source, last], { operation: "less" }), false, () => b.instruction("move", [target], [last]));
        else
          b.instruction("storeShared", [], [b.emit("add", "u32", [address, immediate("u32", 4 * index)]), source], { width: 4, offset: 0 });
      }
    };
    plans.push({ depth, count: 2 + pick(7), run });
    if (depth < 3) nest(depth + 1, [...counters, 0]);
  };
  const plans: { depth: number; count: number; run: (at: readonly number[]) => void }[] = [];
  nest(0, []);
  const unrolled = (depth: number, at: readonly number[]): void => {
    const plan = plans[depth];
    if (!plan) return;
    plan.run(at);
    for (let n = 0; n < plan.count; n++) unrolled(depth + 1, [...at, n]);
    if (pick(2)) plan.run(at);
  };
  unrolled(0, []);
  b.instruction("storeShared", [], [address, carried[0]!], { width: 4, offset: 0 });
  return b.build();
};

describe("reroll", () => {
  it("preserves random programs", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (stream) => {
        const program = randomProgram(() => stream.next().value as number);
        expect(verifyLowered(program)).toEqual([]);
        expectSame(program);
      }),
      { numRuns: 150 },
    );
  });
  it("finds nested loops with locals, offsets and integers", () => {
    const b = new ProgramBuilder({ name: "test", threads: 32 });
    const [c, a] = [b.registers("c", "f32", 64), b.registers("a", "f32", 16)];
    const base = b.emit("move", "u32", [immediate("u32", 0)]);
    for (const r of c) b.instruction("move", [r], [f32(0)]);
    for (let step = 0; step < 4; step++) {
      const from = b.emit("add", "u32", [base, immediate("u32", 512 * step)]);
      for (let n = 0; n < 16; n++) b.instruction("loadShared", [a[n]!], [from], { width: 4, offset: 16 * n });
      for (let n = 0; n < 64; n++) b.instruction("fma", [c[n]!], [a[n >> 2]!, b.emit("multiply", "f32", [a[n % 4]!, f32(2)]), c[n]!]);
    }
    const program = b.build();
    expect(program.body.length).toBe(1 + 64 + 4 * (1 + 16 + 128));
    expect(expectSame(program)).toBe(1 + 2 + 2 + 2 + 4);
  });
  it("keeps a scalar that is used behind its group", () => {
    const b = new ProgramBuilder({ name: "test", threads: 32 });
    const s = b.registers("s", "f32", 8);
    const kept = Array.from({ length: 8 }, (_, n) => b.emit("move", "f32", [f32(n)]));
    for (const r of s) b.instruction("move", [r], [f32(0)]);
    const products = s.map((r, n) => b.emit("multiply", "f32", [r, kept[n]!]));
    b.instruction("add", [s[0]!], [products[3]!, products[5]!]);
    expect(expectSame(b.build())).toBe(1 + 1 + 8 + 8 + 1);
  });
  it("keeps a scalar that another block uses", () => {
    const b = new ProgramBuilder({ name: "test", threads: 32 });
    const s = b.registers("s", "f32", 8);
    const kept = s.map(() => b.register("kept", "f32"));
    b.for("i", i32(0), i32(2), i32(1), () =>
      kept.forEach((r, n) => b.instruction("loadShared", [r], [u32(0)], { width: 4, offset: 4 * n })),
    );
    s.forEach((r, n) => b.instruction("move", [r], [kept[n]!]));
    expect(expectSame(b.build())).toBe(1 + 8 + 8);
  });
  it("does not take two scalars for one, nor one for two", () => {
    for (const reusing of [0, 1]) {
      const b = new ProgramBuilder({ name: "test", threads: 32 });
      const [from, to] = [b.registers("from", "f32", 16), b.registers("to", "f32", 16)];
      from.forEach((r, n) => b.instruction("loadShared", [r], [u32(0)], { width: 4, offset: 4 * n }));
      for (let group = 0; group < 8; group++) {
        const first = b.register("first", "f32");
        // Never three times alike, nor in pairs: no longer period hides the difference.
        const second = [0, 1, 1, 0, 1, 0, 0, 1][group] === reusing ? first : b.register("second", "f32");
        b.instruction("move", [first], [from[2 * group]!]);
        b.instruction("move", [second], [from[2 * group + 1]!]);
        b.instruction("negate", [to[2 * group]!], [first]);
        b.instruction("negate", [to[2 * group + 1]!], [second]);
      }
      expect(expectSame(b.build())).toBe(2 + 32);
    }
  });
  it("keeps code of different source lines apart", () => {
    const b = new ProgramBuilder({ name: "test", threads: 32 });
    const s = b.registers("s", "f32", 16);
    s.forEach((r, n) => {
      b.at({ file: "k.ts", line: n < 8 ? 1 : 2, column: 1, length: 1 });
      b.instruction("move", [r], [f32(0)]);
    });
    const rolled = reroll(
      buildTree(b.build().body, new Shapes(), (n) => n),
      new Shapes(),
    );
    expect(rolled.map((item) => [item.kind, allSlots(item).length])).toEqual([
      ["repeat", 1],
      ["repeat", 1],
    ]);
  });
});
