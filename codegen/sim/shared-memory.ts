// Shared memory of one block with its shadow: who last wrote each two bytes and who read them when. Every access is checked for
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
  readonly #granules: number;
  readonly #writerAgent: Uint16Array;
  readonly #writerClock: Int32Array;
  /** (step + 1) * 64 + lane; 0 where nothing was written since the block began. */
  readonly #writerStep: Int32Array;
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
    const end = (address + bytes + 1) >> 1;
    for (let granule = address >> 1; granule < end; granule++) {
      const writtenAt = writerStep[granule]!;
      if (writtenAt === 0) this.#fail("uninitialisedRead", `${this.place(granule * 2)} is read before anything was written to it`);
      const writer = writerAgent[granule]!;
      const wrote = writerClock[granule]!;
      if (wrote > known[row + writer]! || (writer === warp && wrote === clock && operation === null && (writtenAt & 63) !== lane))
        this.#conflict(granule, "read", agent, "write", writer, writtenAt);
      if (asyncProxy && writer < 2 * clocks.warps && wrote > clocks.fenced[row + writer]!)
        this.#unfenced(granule, "read", writer, writtenAt);
      if (this.#updaters.length > 0) this.#afterAtomics(granule, "read", warp, lane, operation);
      if (readClock[granule] === clock && (readStep[granule]! & 63) !== (stamp & 63)) readStep[granule] = (stamp & ~63) | severalLanes;
      else {
        readClock[granule] = clock;
        readStep[granule] = stamp;
      }
    }
  }

  write(warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): void {
    this.#check(address, bytes, "write");
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
    const begin = address >> 1;
    const end = (address + bytes + 1) >> 1;
    for (const reader of this.#readers) {
      const readClock = this.#readClock[reader]!;
      const seen = known[row + reader]!;
      const own = operation === null && reader === warp;
      for (let granule = begin; granule < end; granule++) {
        const readAt = readClock[granule]!;
        if (readAt > seen || (own && readAt === clock && (this.#readStep[reader]![granule]! & 63) !== lane))
          this.#conflict(granule, "write", agent, "read", reader, this.#readStep[reader]![granule]!);
      }
    }
    for (let granule = begin; granule < end; granule++) {
      if (this.#updaters.length > 0) this.#afterAtomics(granule, "write", warp, lane, operation);
      const writtenAt = writerStep[granule]!;
      if (writtenAt !== 0) {
        const writer = writerAgent[granule]!;
        const wrote = writerClock[granule]!;
        if (wrote > known[row + writer]! || (writer === warp && wrote === clock && operation === null && (writtenAt & 63) !== lane))
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
      const sameMoment = other === warp && operation === null && at === known[row + warp]! && (step & 63) !== lane;
      if (at > known[row + other]! || sameMoment) this.#conflict(granule, what, operation?.agent ?? warp, "atomic", other, step);
      if (operation?.proxy === "async" && at > fenced[row + other]!) this.#unfenced(granule, what, other, step);
    }
  }
  /** One lane's atomic on a word. */
  atomic(warp: number, lane: number, address: number): void {
    this.#check(address, 4, "atomic");
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
    for (let granule = address >> 1; granule < (address >> 1) + 2; granule++) {
      const writtenAt = this.#writerStep[granule]!;
      if (writtenAt === 0) this.#fail("uninitialisedRead", `${this.place(granule * 2)} is updated before anything was written to it`);
      const [writer, wrote] = [this.#writerAgent[granule]!, this.#writerClock[granule]!];
      if (wrote > known[row + writer]! || (writer === warp && wrote === clock && (writtenAt & 63) !== lane))
        this.#conflict(granule, "atomic", warp, "write", writer, writtenAt);
      for (const reader of this.#readers) {
        const [readAt, readStep] = [this.#readClock[reader]![granule]!, this.#readStep[reader]![granule]!];
        if (readAt > known[row + reader]! || (reader === warp && readAt === clock && (readStep & 63) !== lane))
          this.#conflict(granule, "atomic", warp, "read", reader, readStep);
      }
      const several = atomicClock[granule] === clock && (atomicStep[granule]! & 63) !== lane;
      atomicClock[granule] = clock;
      atomicStep[granule] = several ? (stamp & ~63) | severalLanes : stamp;
    }
  }

  #conflict(granule: number, what: string, agent: number, otherWhat: string, other: number, stamp: number): never {
    const { code, text } = describeConflict(this.#clocks, agent, other);
    const message = `${what} of ${this.place(granule * 2)} by ${describeAgent(this.#clocks, agent)} is not ordered after the ${otherWhat} by ${describeAgent(this.#clocks, other)}`;
    this.#fail(code, `${message}: ${text}`, (stamp >> 6) - 1);
  }
  #unfenced(granule: number, what: string, writer: number, stamp: number): never {
    const message = `asynchronous ${what} of ${this.place(granule * 2)} that ${describeAgent(this.#clocks, writer)} wrote without a proxy fence`;
    this.#fail(
      "proxyFence",
      `${message}: the writing warp must execute fenceProxyAsync between its write and the barrier or arrive`,
      (stamp >> 6) - 1,
    );
  }
}
