// Slots of a ring where statements run one after another: filled and used in order, as many at once as the ring has. Nothing can wait here: a
// fill without a free slot and a wait without a filled one throw, where a GPU would stand still.

export class RingSlots<Slot> {
  private readonly make: () => Slot;
  private readonly poison: (slot: Slot) => void;
  private readonly free: Slot[] = [];
  private readonly filled: Slot[] = [];
  private used: { readonly slot: Slot } | null = null;

  constructor(make: () => Slot, poison: (slot: Slot) => void) {
    this.make = make;
    this.poison = poison;
  }
  /** All slots are free. */
  begin(): void {
    this.release();
    this.free.push(...this.filled.splice(0));
  }
  /** The next slot, poisoned; it counts as filled from now on. `limit`: how many may be filled or in use, without one where the user comes later. */
  fill(where: string, limit: number): Slot {
    if (this.filled.length + (this.used ? 1 : 0) >= limit) throw new RangeError(`${where}: all ${limit} slots are filled or in use`);
    const slot = this.free.pop() ?? this.make();
    this.poison(slot);
    this.filled.push(slot);
    return slot;
  }
  /** The oldest filled slot; one that was used before is free. */
  wait(where: string): Slot {
    this.release();
    if (this.filled.length === 0) throw new RangeError(`${where}: no slot is filled`);
    const slot = this.filled.shift()!;
    this.used = { slot };
    return slot;
  }
  release(): void {
    if (this.used) this.free.push(this.used.slot);
    this.used = null;
  }
}
