// Rings: shared tiles with several slots, filled ahead of their use. Fills and uses follow each other in order; what is copied into a slot is
// under way until the slot is consumed. Here, in the JS run, a fill is there at once.
import { isFloat } from "../codegen/ir/types.ts";
import { RingSlots } from "../codegen/emit/js/ring-slots.ts";
import { insideRole } from "./control.ts";
import { forEachIndex } from "./ops/indices.ts";
import { type Block, blockOf, emptyLike } from "./tiles.ts";
import type { AnyOperand } from "./types/messages.ts";

/** The tiles of one slot, by name. */
export type Slot = Readonly<Record<string, AnyOperand<"shared">>>;
export interface Ring<S extends Slot> {
  /** Fills the next free slot: `fill` copies (or writes) its tiles, and nothing of it need be there before the slot is consumed. Waits while all slots are filled or in use. */
  produce(fill: (slot: S) => void): void;
  /** Waits for the oldest filled slot and uses it; behind `use` the slot is free again. */
  consume(use: (slot: S) => void): void;
}

const poison = (slot: Slot): void => {
  for (const tile of Object.values(slot)) {
    const block: Block = blockOf(tile);
    const value = isFloat(block.dtype) ? Number.NaN : 0x5a5a5a5a;
    forEachIndex(block.shape, (index) => block.set(index, value));
  }
};

/**
 * A ring of `stages` slots, each with tiles like those of `slot`:
 * `const steps = ring({ a: shared(dtype, [blockM, blockK]), b: shared(dtype, [blockK, blockN]) }, { stages });`
 */
export const ring = <const S extends Slot>(slot: S, { stages }: { readonly stages: number }): Ring<S> => {
  if (!Number.isInteger(stages) || stages < 1) throw new RangeError(`a ring has a positive number of stages, not ${stages}`);
  const make = (): S => Object.fromEntries(Object.entries(slot).map(([name, tile]) => [name, emptyLike(tile)])) as S;
  const slots = new RingSlots(make, poison);
  return {
    produce: (fill) => fill(slots.fill("produce", insideRole() ? Number.POSITIVE_INFINITY : stages)),
    consume: (use) => {
      use(slots.wait("consume"));
      slots.release();
    },
  };
};
