// Shared memory of one block with its shadow: who last wrote each two bytes (each byte, once single
// bytes are touched) and who read them when. Every access is checked for
// bounds, alignment, initialisation, order against all others, and visibility across memory proxies.
import type { AsyncOperation, MemoryViews } from "../ir/instruction.ts";
import type { SharedRange } from "../ir/lowered.ts";
import type { Clocks } from "./clocks.ts";
import { describeAgent, describeConflict } from "./conflict.ts";
import type { Fail } from "./errors.ts";

/** Lane numbers of the shadow beyond the 32 real ones: an asynchronous operation, and several lanes. */
export const asyncLane = 63;
export const severalLanes = 62;
const poison = 0xffc0dead;

export const views = (bytes: number): MemoryViews => {
  const buffer = new ArrayBuffer((bytes + 15) & ~15);
  return { u8: new Uint8Array(buffer), u16: new Uint16Array(buffer), u32: new Uint32Array(buffer) };
};

export class SharedMemory {
  readonly memory: MemoryViews;
  readonly #bytes: number;
  readonly #ranges: readonly SharedRange[];
  readonly #clocks: Clocks;
  readonly #fail: Fail;
  /** Bytes of a granule, as a shift. */
  #shift: 0 | 1 = 1;
  #granules: number;
  #writerAgent: Uint16Array;
  #writerClock: Int32Array;
  /** (step + 1) * 64 + lane; 0 where nothing was written since the block began. */
  #writerStep: Int32Array;
  /** By agent, from its first read on. */
  readonly #readClock: (Int32Array | undefined)[] = [];
  readonly #readStep: (Int32Array | undefined)[] = [];
  readonly #readers: number[] = [];
  /** By warp, from its first atomic on: the same for atomics. */
  readonly #atomicClock: (Int32Array | undefined)[] = [];
  readonly #atomicStep: (Int32Array | undefined)[] = [];
  readonly #updaters: number[] = [];
  /** Step that runs now. */
  step = 0;

  constructor(bytes: number, ranges: readonly SharedRange[], clocks: Clocks, fail: Fail) {
    this.memory = views(bytes);
    this.#bytes = bytes;
    this.#ranges = ranges;
    this.#clocks = clocks;
    this.#fail = fail;
    this.#granules = (bytes + 1) >> 1;
    this.#writerAgent = new Uint16Array(this.#granules);
    this.#writerClock = new Int32Array(this.#granules);
    this.#writerStep = new Int32Array(this.#granules);
  }
  /** From here on every byte has a granule of its own. */
  #refine(): void {
    const doubled = <T extends Int32Array | Uint16Array>(coarse: T, fine: T): T => fine.fill(0).map((_, n) => coarse[n >> 1]!) as T;
    this.#shift = 0;
    this.#granules *= 2;
    const ints = (coarse: Int32Array | undefined): Int32Array | undefined => coarse && doubled(coarse, new Int32Array(this.#granules));
    this.#writerAgent = doubled(this.#writerAgent, new Uint16Array(this.#granules));
    this.#writerClock = ints(this.#writerClock)!;
    this.#writerStep = ints(this.#writerStep)!;
    for (const agent of this.#readers) {
      this.#readClock[agent] = ints(this.#readClock[agent]);
      this.#readStep[agent] = ints(this.#readStep[agent]);
    }
    for (const warp of this.#updaters) {
      this.#atomicClock[warp] = ints(this.#atomicClock[warp]);
      this.#atomicStep[warp] = ints(this.#atomicStep[warp]);
    }
  }
  startBlock(): void {
    this.memory.u32.fill(poison);
    this.#writerStep.fill(0);
  }
  place(address: number): string {
    const range = this.#ranges.find((candidate) => address >= candidate.offset && address < candidate.offset + candidate.bytes);
    return range ? `shared memory '${range.name}' + ${address - range.offset}` : `shared memory + ${address}`;
  }
  #check(address: number, bytes: number, what: string): void {
    if (!(address >= 0 && address + bytes <= this.#bytes))
      this.#fail("outOfBounds", `${what} of ${bytes} bytes at ${address} is outside the block's ${this.#bytes} bytes of shared memory`);
    if ((address & (bytes >= 16 ? 15 : bytes - 1)) !== 0)
      this.#fail("misaligned", `${what} of ${bytes} bytes at ${this.place(address)} is not aligned to ${Math.min(bytes, 16)} bytes`);
  }

  read(warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): void {
    this.#check(address, bytes, "read");
    if (bytes === 1 && this.#shift === 1) this.#refine();
    const shift = this.#shift;
    const clocks = this.#clocks;
    const { known, agents } = clocks;
    const row = warp * agents;
    const agent = operation === null ? warp : operation.agent;
    const clock = operation === null ? known[row + warp]! : operation.clock;
    const asyncProxy = operation !== null && operation.proxy === "async";
    let readClock = this.#readClock[agent];
    if (!readClock) {
      readClock = this.#readClock[agent] = new Int32Array(this.#granules);
      this.#readStep[agent] = new Int32Array(this.#granules);
      this.#readers.push(agent);
    }
    const readStep = this.#readStep[agent]!;
    const writerAgent = this.#writerAgent;
    const writerClock = this.#writerClock;
    const writerStep = this.#writerStep;
    if (operation === null) clocks.touched[warp]! |= 1 << lane;
    const stamp = (this.step + 1) * 64 + (operation === null ? lane : asyncLane);
    const end = ((address + bytes - 1) >> shift) + 1;
    for (let granule = address >> shift; granule < end; granule++) {
      const writtenAt = writerStep[granule]!;
      if (writtenAt === 0)
        this.#fail("uninitialisedRead", `${this.place(granule << this.#shift)} is read before anything was written to it`);
      const writer = writerAgent[granule]!;
      const wrote = writerClock[granule]!;
      if (
        wrote > known[row + writer]! ||
        (writer === warp && operation === null && (writtenAt & 63) !== lane && clocks.isUnmet(warp, wrote))
      )
        this.#conflict(granule, "read", agent, "write", writer, writtenAt);
      if (asyncProxy && writer < 2 * clocks.warps && wrote > clocks.fenced[row + writer]!)
        this.#unfenced(granule, "read", writer, writtenAt);
      if (this.#updaters.length > 0) this.#afterAtomics(granule, "read", warp, lane, operation);
      const several = (readStep[granule]! & 63) !== (stamp & 63) && clocks.isUnmet(warp, readClock[granule]!);
      readClock[granule] = clock;
      readStep[granule] = several ? (stamp & ~63) | severalLanes : stamp;
    }
  }

  write(warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): void {
    this.#check(address, bytes, "write");
    if (bytes === 1 && this.#shift === 1) this.#refine();
    const shift = this.#shift;
    const clocks = this.#clocks;
    const { known, agents } = clocks;
    const row = warp * agents;
    const agent = operation === null ? warp : operation.agent;
    const clock = operation === null ? known[row + warp]! : operation.clock;
    const asyncProxy = operation !== null && operation.proxy === "async";
    const writerAgent = this.#writerAgent;
    const writerClock = this.#writerClock;
    const writerStep = this.#writerStep;
    if (operation === null) clocks.touched[warp]! |= 1 << lane;
    const stamp = (this.step + 1) * 64 + (operation === null ? lane : asyncLane);
    const begin = address >> shift;
    const end = ((address + bytes - 1) >> shift) + 1;
    for (const reader of this.#readers) {
      const readClock = this.#readClock[reader]!;
      const seen = known[row + reader]!;
      const own = operation === null && reader === warp;
      for (let granule = begin; granule < end; granule++) {
        const readAt = readClock[granule]!;
        if (readAt > seen || (own && (this.#readStep[reader]![granule]! & 63) !== lane && clocks.isUnmet(warp, readAt)))
          this.#conflict(granule, "write", agent, "read", reader, this.#readStep[reader]![granule]!);
      }
    }
    for (let granule = begin; granule < end; granule++) {
      if (this.#updaters.length > 0) this.#afterAtomics(granule, "write", warp, lane, operation);
      const writtenAt = writerStep[granule]!;
      if (writtenAt !== 0) {
        const writer = writerAgent[granule]!;
        const wrote = writerClock[granule]!;
        if (
          wrote > known[row + writer]! ||
          (writer === warp && operation === null && (writtenAt & 63) !== lane && clocks.isUnmet(warp, wrote))
        )
          this.#conflict(granule, "write", agent, "write", writer, writtenAt);
        if (asyncProxy && writer < 2 * clocks.warps && wrote > clocks.fenced[row + writer]!)
          this.#unfenced(granule, "write", writer, writtenAt);
      }
      writerAgent[granule] = agent;
      writerClock[granule] = clock;
      writerStep[granule] = stamp;
    }
  }

  /** An access that is no atomic comes after all atomics on its bytes. */
  #afterAtomics(granule: number, what: string, warp: number, lane: number, operation: AsyncOperation | null): void {
    const { known, fenced, agents } = this.#clocks;
    const row = warp * agents;
    for (const other of this.#updaters) {
      const at = this.#atomicClock[other]![granule]!;
      const step = this.#atomicStep[other]![granule]!;
      const sameMoment = other === warp && operation === null && (step & 63) !== lane && this.#clocks.isUnmet(warp, at);
      if (at > known[row + other]! || sameMoment) this.#conflict(granule, what, operation?.agent ?? warp, "atomic", other, step);
      if (operation?.proxy === "async" && at > fenced[row + other]!) this.#unfenced(granule, what, other, step);
    }
  }
  /** One lane's atomic on a word. */
  atomic(warp: number, lane: number, address: number, bytes: 4 | 8): void {
    this.#check(address, bytes, "atomic");
    const clocks = this.#clocks;
    const { known, agents } = clocks;
    const row = warp * agents;
    const clock = known[row + warp]!;
    clocks.touched[warp]! |= 1 << lane;
    let atomicClock = this.#atomicClock[warp];
    if (!atomicClock) {
      atomicClock = this.#atomicClock[warp] = new Int32Array(this.#granules);
      this.#atomicStep[warp] = new Int32Array(this.#granules);
      this.#updaters.push(warp);
    }
    const atomicStep = this.#atomicStep[warp]!;
    const stamp = (this.step + 1) * 64 + lane;
    const end = ((address + bytes - 1) >> this.#shift) + 1;
    for (let granule = address >> this.#shift; granule < end; granule++) {
      const writtenAt = this.#writerStep[granule]!;
      if (writtenAt === 0)
        this.#fail("uninitialisedRead", `${this.place(granule << this.#shift)} is updated before anything was written to it`);
      const [writer, wrote] = [this.#writerAgent[granule]!, this.#writerClock[granule]!];
      if (wrote > known[row + writer]! || (writer === warp && (writtenAt & 63) !== lane && clocks.isUnmet(warp, wrote)))
        this.#conflict(granule, "atomic", warp, "write", writer, writtenAt);
      for (const reader of this.#readers) {
        const [readAt, readStep] = [this.#readClock[reader]![granule]!, this.#readStep[reader]![granule]!];
        if (readAt > known[row + reader]! || (reader === warp && (readStep & 63) !== lane && clocks.isUnmet(warp, readAt)))
          this.#conflict(granule, "atomic", warp, "read", reader, readStep);
      }
      const several = clocks.isUnmet(warp, atomicClock[granule]!) && (atomicStep[granule]! & 63) !== lane;
      atomicClock[granule] = clock;
      atomicStep[granule] = several ? (stamp & ~63) | severalLanes : stamp;
    }
  }

  #conflict(granule: number, what: string, agent: number, otherWhat: string, other: number, stamp: number): never {
    const { code, text } = describeConflict(this.#clocks, agent, other);
    const message = `${what} of ${this.place(granule << this.#shift)} by ${describeAgent(this.#clocks, agent)} is not ordered after the ${otherWhat} by ${describeAgent(this.#clocks, other)}`;
    this.#fail(code, `${message}: ${text}`, (stamp >> 6) - 1);
  }
  #unfenced(granule: number, what: string, writer: number, stamp: number): never {
    const message = `asynchronous ${what} of ${this.place(granule << this.#shift)} that ${describeAgent(this.#clocks, writer)} wrote without a proxy fence`;
    this.#fail(
      "proxyFence",
      `${message}: the writing warp must execute fenceProxyAsync between its write and the barrier or arrive`,
      (stamp >> 6) - 1,
    );
  }
}
