// Counts what memory accesses cost: extra cycles of shared memory's bank conflicts, and 32-byte sectors of global memory.

export class AccessCounter {
  bankConflictCycles = 0;
  sharedAccesses = 0;
  globalSectors = 0;
  readonly #words = new Int32Array(32 * 32);
  readonly #depth = new Int32Array(32);
  readonly #sectors = new Float64Array(32 * 32);

  /** 32 lanes of 4 bytes, 16 of 8 or 8 of 16 go at a time; lanes that share a 4-byte word do not conflict. */
  shared(addresses: Int32Array | readonly number[], lanes: number, bytes: number): void {
    const words = Math.max(1, bytes >> 2);
    const group = 32 / words;
    const depth = this.#depth;
    const seen = this.#words;
    for (let first = 0; first < 32; first += group) {
      depth.fill(0);
      let deepest = 0;
      for (let lane = first; lane < first + group; lane++) {
        if (((lanes >>> lane) & 1) === 0) continue;
        for (let word = addresses[lane]! >> 2, end = word + words; word < end; word++) {
          const bank = word & 31;
          const count = depth[bank]!;
          let known = false;
          for (let index = 0; index < count; index++) if (seen[bank * 32 + index] === word) known = true;
          if (known) continue;
          seen[bank * 32 + count] = word;
          depth[bank] = count + 1;
          if (count >= deepest) deepest = count + 1;
        }
      }
      if (deepest > 0) {
        this.sharedAccesses++;
        this.bankConflictCycles += deepest - 1;
      }
    }
  }
  global(addresses: Float64Array | readonly number[], lanes: number, bytes: number): void {
    const sectors = this.#sectors;
    let count = 0;
    for (let lane = 0; lane < 32; lane++) {
      if (((lanes >>> lane) & 1) === 0) continue;
      const last = Math.floor((addresses[lane]! + bytes - 1) / 32);
      for (let sector = Math.floor(addresses[lane]! / 32); sector <= last; sector++) {
        if (count > 0 && sectors[count - 1] === sector) continue;
        let known = false;
        for (let index = 0; index < count - 1; index++) if (sectors[index] === sector) known = true;
        if (!known) sectors[count++] = sector;
      }
    }
    this.globalSectors += count;
  }
}
