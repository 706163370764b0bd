// Where registers are declared: in the innermost block that contains all their uses, just before the first of them. Guarantees: every register
// that is used is declared once, in a scope that covers its uses.
import type { Register } from "../../ir/lowered.ts";
import { blocksOf, type Item } from "./tree.ts";

export interface Declarations {
  /** Registers to declare before an item, in the order of their first use. */
  readonly before: ReadonlyMap<Item, readonly Register[]>;
  /** Loop variables that nothing outside their loop uses. */
  readonly inHeader: ReadonlySet<Register>;
}

const ownRegisters = (item: Item): readonly Register[] => {
  const printed = item.slots.flatMap((slot) => (slot.register ? [slot.register] : []));
  const operands = item.kind === "instruction" ? item.source.operands.flatMap((o) => (o.kind === "register" ? [o.register] : [])) : [];
  return [...new Set([...printed, ...operands])];
};

export const declarations = (body: readonly Item[]): Declarations => {
  const totals = new Map<Register, number>();
  const countAll = (item: Item): void => {
    for (const register of ownRegisters(item)) totals.set(register, (totals.get(register) ?? 0) + 1);
    for (const block of blocksOf(item)) block.forEach(countAll);
  };
  body.forEach(countAll);

  const before = new Map<Item, Register[]>();
  const inHeader = new Set<Register>();
  const placed = new Set<Register>();
  const scan = (block: readonly Item[]): Map<Register, { count: number; readonly first: Item }> => {
    const uses = new Map<Register, { count: number; readonly first: Item }>();
    const add = (register: Register, count: number, item: Item): void => {
      const use = uses.get(register);
      if (use) use.count += count;
      else uses.set(register, { count, first: item });
    };
    for (const item of block) {
      const inner = new Map<Register, number>();
      for (const register of ownRegisters(item)) inner.set(register, 1);
      for (const child of blocksOf(item))
        for (const [register, { count }] of scan(child)) inner.set(register, (inner.get(register) ?? 0) + count);
      if (item.kind === "for") {
        const { register } = item.source.variable;
        if (inner.get(register) === totals.get(register)) {
          inHeader.add(register);
          placed.add(register);
        }
      }
      for (const [register, count] of inner) if (!placed.has(register)) add(register, count, item);
    }
    for (const [register, { count, first }] of uses)
      if (count === totals.get(register)) {
        before.set(first, [...(before.get(first) ?? []), register]);
        placed.add(register);
      }
    return uses;
  };
  scan(body);
  return { before, inHeader };
};
