// Puts values that are used once into the expression that uses them, so that the text reads as a programmer would write it. Guarantees: the
// value is pure, is used by a statement of the same line and block, and nothing that it is made of changes between the two places.
import type { Operand, Register } from "../../ir/lowered.ts";
import { blocksOf, type IfItem, type InstructionItem, type Item, recordOf, type Shapes, shapeOf, type Slot } from "./tree.ts";

/** Expressions longer than this are easier to read by parts. */
const longest = 100;

type Consumer = InstructionItem | IfItem;
interface Definition {
  readonly at: number;
  readonly item: InstructionItem;
  readonly expression: string;
}

const registersRead = (item: InstructionItem): Register[] =>
  item.source.operands.flatMap((o) => (o.kind === "register" ? [o.register] : []));
const written = (item: Item): Register[] =>
  item.kind === "instruction"
    ? item.source.results.map((r) => r.register)
    : [...blocksOf(item).flatMap((b) => b.flatMap(written)), ...(item.kind === "for" ? [item.source.variable.register] : [])];

/** Reads of every scalar register, and writes. */
const count = (items: readonly Item[], reads: Map<Register, number>, writes: Map<Register, number>): void => {
  const add = (map: Map<Register, number>, register: Register): void => void map.set(register, (map.get(register) ?? 0) + 1);
  const read = (operand: Operand): void => {
    if (operand.kind === "register") add(reads, operand.register);
  };
  for (const item of items) {
    if (item.kind === "instruction") {
      item.source.operands.forEach(read);
      for (const { register } of item.source.results) add(writes, register);
    } else if (item.kind === "if" || item.kind === "while") read(item.source.condition);
    else if (item.kind === "for") {
      [item.source.first, item.source.last, item.source.step].forEach(read);
      add(writes, item.source.variable.register);
    }
    for (const block of blocksOf(item)) count(block, reads, writes);
  }
};

export class Inliner {
  private readonly reads = new Map<Register, number>();
  private readonly writes = new Map<Register, number>();
  private readonly shapes: Shapes;
  constructor(items: readonly Item[], shapes: Shapes) {
    count(items, this.reads, this.writes);
    this.shapes = shapes;
  }
  /** The expression that an instruction assigns to a register of its own, or null. */
  private expression(item: InstructionItem): string | null {
    const [result] = item.source.results;
    if (item.source.results.length !== 1 || recordOf(item.source).effects || result!.register.length !== null) return null;
    if (this.reads.get(result!.register) !== 1 || this.writes.get(result!.register) !== 1) return null;
    const slot = item.slots.findIndex((s) => s.register === result!.register);
    const start = `\u0001${slot}\u0001 = `;
    if (!item.template.startsWith(start) || !item.template.endsWith(";") || item.template.indexOf(";") !== item.template.length - 1)
      return null;
    return item.template.slice(start.length, -1);
  }
  private merged(consumer: Consumer, definition: Definition, register: Register): Consumer | null {
    const slot = consumer.slots.findIndex((s) => s.register === register);
    const mark = `\u0001${slot}\u0001`;
    const parts = consumer.template.split(mark);
    if (slot < 0 || parts.length !== 2 || consumer.template.length + definition.expression.length > longest + 60) return null;
    const slots: Slot[] = [];
    const place = (s: Slot): string => {
      const known = slots.findIndex((o) => o.kind === s.kind && o.register === s.register && o.type === s.type && o.base === s.base);
      return `\u0001${known >= 0 ? known : slots.push(s) - 1}\u0001`;
    };
    const renumbered = (text: string, from: readonly Slot[]): string =>
      text.replace(/\u0001(\d+)\u0001/g, (_, n: string) => place(from[Number(n)]!));
    const [before, behind] = parts as [string, string];
    const start = renumbered(before, consumer.slots);
    const moved = renumbered(definition.expression, definition.item.slots);
    const whole = (before.endsWith(" = ") && behind === ";") || (before === "" && behind === "");
    const simple = whole || /^\u0001\d+\u0001$|^[\w.]+$/.test(moved);
    const template = `${start}${simple ? moved : `(${moved})`}${renumbered(behind, consumer.slots)}`;
    if (consumer.kind === "if") return { ...consumer, slots, template };
    const operands = [
      ...consumer.source.operands.filter((o) => o.kind !== "register" || o.register !== register),
      ...definition.item.source.operands,
    ];
    const next = { ...consumer, slots, template, source: { ...consumer.source, operands } };
    return { ...next, shape: shapeOf(next, this.shapes) };
  }
  block(items: readonly Item[]): Item[] {
    const out: (Item | null)[] = [];
    const waiting = new Map<Register, Definition>();
    for (const original of items) {
      let item = this.nested(original);
      if (item.kind === "instruction" || item.kind === "if") {
        for (let again = true; again; ) {
          again = false;
          for (const slot of item.slots) {
            const definition: Definition | undefined = slot.register ? waiting.get(slot.register) : undefined;
            if (!definition || definition.item.position.line !== item.position.line || definition.item.position.file !== item.position.file)
              continue;
            const merged: Consumer | null = this.merged(item, definition, slot.register!);
            waiting.delete(slot.register!);
            if (!merged) continue;
            item = merged;
            out[definition.at] = null;
            again = true;
            break;
          }
        }
      }
      // What this item writes, expressions that read it may not move past.
      const changed = new Set(written(item));
      for (const [register, { item: defining }] of waiting)
        if (registersRead(defining).some((r) => changed.has(r))) waiting.delete(register);
      if (item.kind === "instruction") {
        const expression = this.expression(item);
        if (expression !== null) waiting.set(item.source.results[0]!.register, { at: out.length, item, expression });
      }
      out.push(item);
    }
    return out.filter((item) => item !== null);
  }
  private nested(item: Item): Item {
    switch (item.kind) {
      case "instruction":
      case "remark":
        return item;
      case "if":
        return { ...item, then: this.block(item.then), otherwise: this.block(item.otherwise) };
      case "for":
      case "while":
      case "repeat":
        return { ...item, body: this.block(item.body) };
      case "roles":
        return { ...item, bodies: item.bodies.map((b) => this.block(b)) };
      default:
        return item satisfies never;
    }
  }
}
