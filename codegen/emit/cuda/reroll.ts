// Finds loops in straight-line code: runs of groups of one shape whose register indices, integers and offsets advance by constant steps become
// one `repeat` each, again and again from the inside out. Guarantees: a repeat, unrolled, is the code it replaced, with nothing reordered; only
// scalar registers that live inside one group (all their uses are there) are exchanged for those of the first group.
import type { Register } from "../../ir/lowered.ts";
import { allSlots, blocksOf, ifShape, type Item, type Loop, type RepeatItem, type Shapes, type Slot } from "./tree.ts";

const longestGroup = 2048;
/** Loop arithmetic is done in int. */
const largestNumber = 2 ** 30;

/** Whether so many rounds of a group that prints so many lines read better as a loop, which takes three lines more. */
const worthwhile = (rounds: number, lines: number): boolean => {
  if (rounds < 2 || (rounds === 2 && lines < 12) || (rounds === 3 && lines < 4)) return false;
  return rounds * lines >= lines + 5;
};
const lineCount = (item: Item): number =>
  blocksOf(item).reduce(
    (sum, block) => sum + block.reduce((n, i) => n + lineCount(i), 0),
    item.kind === "instruction" ? 1 : item.kind === "repeat" ? 3 : 2,
  );

const isScalar = (slot: Slot): boolean => slot.kind === "register" && slot.register!.length === null;
/** Registers of an item's scalar slots, and of operands that its text leaves out. */
const scalarUses = (item: Item): readonly Register[] => {
  const own = item.slots.filter(isScalar).map((slot) => slot.register!);
  const unprinted =
    item.kind === "instruction"
      ? item.source.operands.flatMap((o) =>
          o.kind === "register" && o.register.length === null && !own.includes(o.register) ? [o.register] : [],
        )
      : [];
  return [...own, ...unprinted, ...blocksOf(item).flatMap((block) => block.flatMap(scalarUses))];
};

/** Where a register occurs among the items of one list. */
interface Range {
  first: number;
  last: number;
  count: number;
}

class Roller {
  private readonly shapes: Shapes;
  /** Occurrences in the whole program, as re-rolled so far. */
  private readonly totals = new Map<Register, number>();

  constructor(body: readonly Item[], shapes: Shapes) {
    this.shapes = shapes;
    for (const item of body) for (const register of scalarUses(item)) this.totals.set(register, (this.totals.get(register) ?? 0) + 1);
  }

  roll(list: readonly Item[]): Item[] {
    let items: Item[] = list.map((item) => {
      switch (item.kind) {
        case "if":
          item.then = this.roll(item.then);
          item.otherwise = this.roll(item.otherwise);
          item.shape = ifShape(item, this.shapes);
          return item;
        case "for":
        case "while":
          item.body = this.roll(item.body);
          return item;
        case "roles":
          item.bodies.forEach((body, n) => (item.bodies[n] = this.roll(body)));
          return item;
        case "instruction":
        case "repeat":
        case "remark":
          return item;
        default:
          return item satisfies never;
      }
    });
    // Short periods first, again whenever something was found: a longer period could join rounds of a loop that is only now in sight.
    for (let period = 1; period <= Math.min(longestGroup, items.length / 2); period++) {
      const next = this.pass(items, period);
      if (next.length < items.length) period = 0;
      items = next;
    }
    return items;
  }

  /** Replaces the runs of one period. */
  private pass(items: Item[], period: number): Item[] {
    let matches = 0;
    let possible = false;
    for (let n = 0; n + period < items.length && !possible; n++) {
      matches = items[n]!.shape === items[n + period]!.shape ? matches + 1 : 0;
      possible = matches >= period;
    }
    if (!possible) return items;
    const ranges = this.ranges(items);
    const slots = items.map(allSlots);
    const result: Item[] = [];
    for (let at = 0; at < items.length; ) {
      const repeat = this.repeatAt(items, slots, ranges, at, period);
      if (repeat) {
        result.push(repeat);
        at += period * repeat.loop.count;
      } else result.push(items[at++]!);
    }
    return result;
  }
  private ranges(items: readonly Item[]): Map<Register, Range> {
    const ranges = new Map<Register, Range>();
    items.forEach((item, n) => {
      for (const register of scalarUses(item)) {
        const range = ranges.get(register) ?? { first: n, last: n, count: 0 };
        range.last = n;
        range.count += 1;
        ranges.set(register, range);
      }
    });
    return ranges;
  }

  private repeatAt(
    items: readonly Item[],
    slots: readonly (readonly Slot[])[],
    ranges: ReadonlyMap<Register, Range>,
    at: number,
    period: number,
  ): RepeatItem | null {
    for (let n = at; n < at + period; n++) if (items[n]!.shape !== items[n + period]?.shape) return null;
    const local = (register: Register, start: number): boolean => {
      const range = ranges.get(register)!;
      return range.count === this.totals.get(register) && range.first >= start && range.last < start + period;
    };
    const first = slots.slice(at, at + period).flat();
    let steps: readonly number[] | null = null;
    let rounds = 1;
    for (; at + (rounds + 1) * period <= items.length; rounds++) {
      const start = at + rounds * period;
      if (!items.slice(start, start + period).every((item, n) => item.shape === items[at + n]!.shape)) break;
      const group = slots.slice(start, start + period).flat();
      const known: readonly number[] | null = steps;
      const next = this.stepsBetween(
        first,
        group,
        known,
        rounds,
        (r) => local(r, at),
        (r) => local(r, start),
      );
      if (!next) break;
      steps ??= next;
    }
    const body = items.slice(at, at + period);
    if (
      !steps ||
      !worthwhile(
        rounds,
        body.reduce((sum, item) => sum + lineCount(item), 0),
      )
    )
      return null;
    for (let n = at + period; n < at + rounds * period; n++)
      for (const register of scalarUses(items[n]!)) this.totals.set(register, this.totals.get(register)! - 1);
    const loop: Loop = { count: rounds, name: "" };
    steps.forEach((by, n) => {
      if (by !== 0) first[n]!.steps.push({ loop, by });
    });
    const shape = this.shapes.of(`repeat ${rounds} ${body.map((item) => item.shape).join()} by ${steps.join()}`);
    return { kind: "repeat", shape, slots: [], loop, body, position: body[0]!.position };
  }

  /** Per slot, the step that leads from the first group to group `round`, or null if there is none. */
  private stepsBetween(
    first: readonly Slot[],
    group: readonly Slot[],
    known: readonly number[] | null,
    round: number,
    localToFirst: (r: Register) => boolean,
    localToGroup: (r: Register) => boolean,
  ): readonly number[] | null {
    const renamed = new Map<Register, Register>();
    const origins = new Map<Register, Register>();
    const steps: number[] = [];
    for (let n = 0; n < first.length; n++) {
      const [a, b] = [first[n]!, group[n]!];
      if (isScalar(a)) {
        const [from, to] = [a.register!, b.register!];
        if ((renamed.get(from) ?? to) !== to || (origins.get(to) ?? from) !== from) return null;
        if (from !== to && !(localToFirst(from) && localToGroup(to))) return null;
        renamed.set(from, to);
        origins.set(to, from);
        steps.push(0);
        continue;
      }
      const by = known ? known[n]! : b.base - a.base;
      if (b.base !== a.base + round * by) return null;
      if (by !== 0 && Math.max(Math.abs(a.base), Math.abs(b.base)) > largestNumber) return null;
      steps.push(by);
    }
    return steps;
  }
}

export const reroll = (body: readonly Item[], shapes: Shapes): Item[] => new Roller(body, shapes).roll(body);
