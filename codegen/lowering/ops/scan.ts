// Scans along an axis of fragments, whatever their layout: the axis is a mixed-radix number whose digits lie in registers, lanes and warps.
// Going out from the digit of stride 1, each level scans the totals of the level inside of it: in order over registers, in log2 steps of
// shuffles over lanes, through shared memory over warps. Going back in, every level hands down what precedes it. Elements are combined in
// the order of the axis always, in a grouping that the layout fixes: results repeat bit for bit, and nothing needs to commute.
import { combinationOf } from "../../ir/combination.ts";
import type { Operand, RegisterRef } from "../../ir/lowered.ts";
import type { Buffer, Combination, TileOp } from "../../ir/tile.ts";
import type { LayoutConstraints } from "../../layout/constraints.ts";
import { type Digit, type FragmentLayout, registerCount, showLayout } from "../../layout/fragment.ts";
import { byteSize } from "../../ir/types.ts";
import { i32, type Lowering, LoweringError, registerTypeOf } from "../context.ts";
import { fromWords, roundedTo, wordsOf } from "../elements.ts";

const buffersOf = (operation: TileOp): { readonly sources: readonly Buffer[]; readonly targets: readonly Buffer[] } => {
  const buffers = operation.operands.map((operand) => {
    if (operand.kind !== "tile") throw new Error("a scan takes tiles");
    return operand.buffer;
  });
  return operation.combination ? { sources: buffers, targets: buffers } : { sources: buffers.slice(0, 1), targets: buffers.slice(1) };
};

export const layout = (operation: TileOp, constraints: LayoutConstraints): void => {
  const [first, ...others] = operation.operands.map((operand) => (operand as { buffer: Buffer }).buffer) as [Buffer, ...Buffer[]];
  constraints.add(first);
  for (const other of others) constraints.same(first, other);
};

/** One digit of the axis: `inner` is what one step of it adds to the register's, lane's or warp's index. */
interface Level {
  readonly space: "register" | "lane" | "warp";
  readonly extent: number;
  readonly inner: number;
  readonly stride: number;
}
/** The digits of an axis, from stride 1 outwards. */
const levelsOf = (layout: FragmentLayout, axis: number, fail: (message: string) => never): readonly Level[] => {
  const along = (digits: readonly Digit[], space: Level["space"]): Level[] => {
    let inner = digits.reduce((n, d) => n * d.extent, 1);
    return digits.flatMap((d) => {
      inner /= d.extent;
      if (d.extent === 1 || d.strides[axis] === 0) return [];
      if (d.strides.some((s, other) => other !== axis && s !== 0)) fail(`no scan along axis ${axis} of ${showLayout(layout)}`);
      return [{ space, extent: d.extent, inner, stride: d.strides[axis]! }];
    });
  };
  const levels = [...along(layout.registers, "register"), ...along(layout.lanes, "lane"), ...along(layout.warps, "warp")].sort(
    (a, b) => a.stride - b.stride,
  );
  const end = levels.reduce((next, { stride, extent }) => (stride === next ? next * extent : Number.NaN), 1);
  if (end !== layout.shape[axis]) fail(`no scan along axis ${axis} of ${showLayout(layout)}`);
  return levels;
};

type Values = readonly Operand[];
const wordsIn = (type: RegisterRef["register"]["type"]): number => (type === "i64" ? 2 : 1);
/** What precedes an element; `exists` is null where every thread has something. */
interface Prefix {
  readonly values: Values;
  readonly exists: Operand | null;
}

class Scan {
  private readonly lowering: Lowering;
  private readonly combination: Combination;
  private readonly reverse: boolean;
  constructor(lowering: Lowering, combination: Combination, reverse: boolean) {
    this.lowering = lowering;
    this.combination = combination;
    this.reverse = reverse;
  }
  combine(left: Values, right: Values): Values {
    const { lowering, combination } = this;
    combination.left.forEach((variable, n) => lowering.bindings.set(variable, left[n]!));
    combination.right.forEach((variable, n) => lowering.bindings.set(variable, right[n]!));
    for (const { variable, value } of combination.definitions) lowering.bindings.set(variable, lowering.expression(value));
    return combination.results.map((e) => lowering.expression(e));
  }
  private each(make: (n: number) => Operand): Values {
    return this.combination.left.map((_, n) => make(n));
  }
  private choose(condition: Operand, a: Values, b: Values): Values {
    return this.each((n) => this.lowering.emit("select", this.typeOf(n), [condition, a[n]!, b[n]!], {}, "partial"));
  }
  typeOf(n: number): RegisterRef["register"]["type"] {
    return registerTypeOf(this.combination.left[n]!.dtype);
  }
  /** left then right in the threads where the condition holds, else `otherwise`. Elsewhere they may be anything, and are not combined. */
  private combineWhere(condition: Operand | null, left: Values, right: Values, otherwise: Values): Values {
    if (condition === null) return this.combine(left, right);
    const results = this.each((n) => this.lowering.fresh("partial", this.typeOf(n))) as readonly RegisterRef[];
    results.forEach((result, n) => this.lowering.emitTo([result], "move", [otherwise[n]!]));
    this.lowering.when(condition, false, () =>
      this.combine(left, right).forEach((value, n) => this.lowering.emitTo([results[n]!], "move", [value])),
    );
    return results;
  }
  /** What lies before both: all before the block, then what the block has before the element. */
  join(outer: Prefix | null, own: Prefix | null): Prefix | null {
    if (!outer || !own) return outer ?? own;
    if (!outer.exists) return { values: this.combineWhere(own.exists, outer.values, own.values, outer.values), exists: null };
    if (!own.exists) return { values: this.combineWhere(outer.exists, outer.values, own.values, own.values), exists: null };
    const both = this.lowering.emit("and", "predicate", [outer.exists, own.exists]);
    const either = this.lowering.emit("or", "predicate", [outer.exists, own.exists]);
    const values = this.combineWhere(both, outer.values, own.values, this.choose(own.exists, own.values, outer.values));
    return { values, exists: either };
  }
  /** The digit's value in this thread, counted from the end that the scan begins at. */
  private place({ space, extent, inner }: Level): Operand {
    const { lowering } = this;
    return lowering.invariant(`scan ${space} ${inner} ${extent} ${this.reverse}`, () => {
      const digit = lowering.remainder(lowering.divide(lowering.special(space as "lane" | "warp"), inner), extent);
      return this.reverse ? lowering.subtract(i32(extent - 1), digit) : digit;
    });
  }
  private atLeast(level: Level, count: number): Operand {
    const { lowering } = this;
    return lowering.invariant(`scan ${level.space} ${level.inner} ${level.extent} ${this.reverse} from ${count}`, () =>
      lowering.compare("greaterEqual", this.place(level), i32(count)),
    );
  }
  private shuffle(values: Values, mode: string, operand: Operand): Values {
    return this.each((n) => this.lowering.emit("shuffle", this.typeOf(n), [values[n]!, operand], { mode }, "other"));
  }
  /** Over lanes: the scan, what precedes each, and the total. */
  overLanes(level: Level, own: Values): { readonly inclusive: Values; readonly before: Prefix; readonly total: Values } {
    const { lowering } = this;
    const { extent, inner } = level;
    const back = this.reverse ? "down" : "up";
    let inclusive = own;
    for (let distance = 1; distance < extent; distance *= 2) {
      const other = this.shuffle(inclusive, back, i32(distance * inner));
      inclusive = this.combineWhere(this.atLeast(level, distance), other, inclusive, inclusive);
    }
    const before = { values: this.shuffle(inclusive, back, i32(inner)), exists: this.atLeast(level, 1) };
    const last = lowering.invariant(`scan last lane ${inner} ${extent} ${this.reverse}`, () => {
      const rest = lowering.multiply(lowering.subtract(i32(extent - 1), this.place(level)), i32(inner));
      return this.reverse ? lowering.subtract(lowering.special("lane"), rest) : lowering.add(lowering.special("lane"), rest);
    });
    return { inclusive, before, total: this.shuffle(inclusive, "index", last) };
  }
  /** Over warps, for all blocks of elements at once: what precedes each, and the totals where they are asked for. */
  overWarps(level: Level, own: ReadonlyMap<number, Values>, totals: boolean): Map<number, { before: Prefix; total: Values | null }> {
    const { lowering } = this;
    const { extent, inner } = level;
    const rowBytes = lowering.warps * 128;
    /** Rows of one word for each thread, and which of them a component's words begin at. */
    let rows = 0;
    const starts = this.combination.left.map((_, n) => {
      const start = rows;
      rows += wordsIn(this.typeOf(n));
      return start;
    });
    const base = lowering.allocate("scan", rowBytes * rows * own.size, 128);
    const slot = lowering.asU32(lowering.invariant("thread bytes", () => lowering.multiply(lowering.special("thread"), i32(4))));
    const mine = lowering.add(base, slot);
    [...own.values()].forEach((values, block) =>
      values
        .flatMap((value) => wordsOf(lowering, value))
        .forEach((word, row) => lowering.emitTo([], "storeShared", [mine, word], { width: 4, offset: (block * rows + row) * rowBytes })),
    );
    lowering.barrier();
    const first = lowering.invariant(`scan first warp ${inner} ${extent} ${this.reverse}`, () => {
      const steps = lowering.multiply(this.place(level), i32(inner));
      const warp = this.reverse ? lowering.add(lowering.special("warp"), steps) : lowering.subtract(lowering.special("warp"), steps);
      return lowering.asU32(lowering.add(lowering.multiply(warp, i32(128)), lowering.multiply(lowering.special("lane"), i32(4))));
    });
    const from = lowering.add(base, first);
    const results = new Map<number, { before: Prefix; total: Values | null }>();
    [...own.keys()].forEach((key, block) => {
      const read = (w: number): Values =>
        this.each((n) => {
          const type = this.typeOf(n);
          const words = Array.from({ length: wordsIn(type) }, (_, word) =>
            lowering.emit("loadShared", type === "i64" ? "u32" : type, [from], {
              width: 4,
              offset: (block * rows + starts[n]! + word) * rowBytes + (this.reverse ? -w : w) * inner * 128,
            }),
          );
          return fromWords(lowering, words, type);
        });
      let sum = read(0);
      let before = sum;
      for (let w = 1; w < extent; w++) {
        if (w > 1) before = this.choose(this.atLeast(level, w), sum, before);
        if (w < extent - 1 || totals) sum = this.combine(sum, read(w));
      }
      results.set(key, { before: { values: before, exists: this.atLeast(level, 1) }, total: totals ? sum : null });
    });
    lowering.barrier();
    return results;
  }
}

/** Registers with one digit set to 0, in order. */
const blocksOf = (registers: Iterable<number>, { inner, extent }: Level): number[] =>
  [...registers].filter((r) => Math.floor(r / inner) % extent === 0);

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const { sources, targets } = buffersOf(operation);
  const combination = combinationOf(operation);
  const reverse = operation.attributes["reverse"] === true;
  const scan = new Scan(lowering, combination, reverse);
  const { layout } = lowering.fragment(sources[0]!);
  const levels = levelsOf(layout, Number(operation.attributes["axis"]), (message) => {
    throw new LoweringError(operation.position, `${operation.name}: ${message}`);
  });
  const count = registerCount(layout);
  let totals = new Map<number, Values>();
  for (let r = 0; r < count; r++)
    totals.set(
      r,
      sources.map((source) => lowering.fragmentValue(source, r)),
    );
  let inclusive = totals;
  /** By level, what precedes a register's part of the axis within the next level's part, if anything does. */
  const before: Map<number, Prefix | null>[] = [];
  levels.forEach((level, n) => {
    const own = totals;
    const preceding = new Map<number, Prefix | null>();
    const scanned = new Map<number, Values>();
    if (level.space === "register") {
      totals = new Map();
      for (const block of blocksOf(own.keys(), level)) {
        let sum: Values | null = null;
        for (let step = 0; step < level.extent; step++) {
          const r = block + (reverse ? level.extent - 1 - step : step) * level.inner;
          preceding.set(r, sum && { values: sum, exists: null });
          sum = sum ? scan.combine(sum, own.get(r)!) : own.get(r)!;
          scanned.set(r, sum);
        }
        totals.set(block, sum!);
      }
    } else if (level.space === "lane") {
      totals = new Map();
      for (const [r, values] of own) {
        const over = scan.overLanes(level, values);
        preceding.set(r, over.before);
        scanned.set(r, over.inclusive);
        totals.set(r, over.total);
      }
    } else {
      const over = scan.overWarps(level, own, n < levels.length - 1);
      totals = new Map();
      for (const [r, { before: prefix, total }] of over) {
        preceding.set(r, prefix);
        if (total) totals.set(r, total);
        if (n === 0) scanned.set(r, scan.join(prefix, { values: own.get(r)!, exists: null })!.values);
      }
    }
    before.push(preceding);
    if (n === 0) inclusive = scanned;
  });
  const blockOf = (level: Level | undefined, r: number): number =>
    level?.space === "register" ? r - (Math.floor(r / level.inner) % level.extent) * level.inner : r;
  // From the outermost level in: what precedes each register's innermost run of elements.
  const prefixes = before
    .slice(1)
    .reduceRight<ReadonlyMap<number, Prefix | null>>(
      (outer, level, n) => new Map([...level].map(([r, own]) => [r, scan.join(outer.get(blockOf(levels[n + 1], r)) ?? null, own)])),
      new Map(),
    );
  store(lowering, scan, { targets, count, inclusive, prefixOf: (r) => prefixes.get(blockOf(levels[0], r)) ?? null });
};

/** Puts what precedes before every element, in the threads that something precedes. */
const store = (
  lowering: Lowering,
  scan: Scan,
  {
    targets,
    count,
    inclusive,
    prefixOf,
  }: {
    readonly targets: readonly Buffer[];
    readonly count: number;
    readonly inclusive: ReadonlyMap<number, Values>;
    readonly prefixOf: (register: number) => Prefix | null;
  },
): void => {
  const results = Array.from({ length: count }, (_, r) =>
    targets.map((target, n): RegisterRef => {
      const result = lowering.fresh(target.name, scan.typeOf(n));
      lowering.emitTo([result], "move", [inclusive.get(r)![n]!]);
      return result;
    }),
  );
  const conditions = new Map<Operand | null, number[]>();
  results.forEach((_, r) => {
    const prefix = prefixOf(r);
    if (prefix) conditions.set(prefix.exists, [...(conditions.get(prefix.exists) ?? []), r]);
  });
  for (const [exists, registers] of conditions)
    lowering.when(exists, false, () => {
      for (const r of registers)
        scan.combine(prefixOf(r)!.values, inclusive.get(r)!).forEach((value, n) => lowering.emitTo([results[r]![n]!], "move", [value]));
    });
  targets.forEach((target, n) =>
    lowering.setFragment(target, (r) =>
      byteSize[target.dtype] === 1 ? roundedTo(lowering, results[r]![n]!, target.dtype) : results[r]![n]!,
    ),
  );
};
