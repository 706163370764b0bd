// Synchronisation of one block: named barriers and mbarriers with their phases, and what passing them tells a warp about the others.
import type { AsyncOperation } from "../ir/instruction.ts";
import { type Clocks, maximumMbarriers } from "./clocks.ts";
import type { Fail } from "./errors.ts";

interface NamedBarrier {
  threads: number;
  arrived: number;
  readonly rows: Int32Array;
  readonly waiting: number[];
  /** Whether those who arrive bring a condition, and whether one of them holds. */
  reduces: boolean;
  any: boolean;
  /** The step that came last. */
  step: number;
}

/** bar.sync and bar.arrive. A warp that waits is listed in its barrier until the last one arrives. */
export class NamedBarriers {
  readonly #clocks: Clocks;
  readonly #blockThreads: number;
  readonly #fail: Fail;
  readonly #barriers = new Map<number, NamedBarrier>();
  /** By warp: the barrier it waits at, or -1; and whether that one has let it go, which the warp has yet to notice. */
  readonly #waitsAt: Int32Array;
  readonly #released: Uint8Array;
  /** By warp: what the conditions gave at the barrier that let it go. */
  readonly #any: Uint8Array;

  constructor(clocks: Clocks, blockThreads: number, fail: Fail) {
    this.#clocks = clocks;
    this.#blockThreads = blockThreads;
    this.#fail = fail;
    this.#waitsAt = new Int32Array(clocks.warps).fill(-1);
    this.#released = new Uint8Array(clocks.warps);
    this.#any = new Uint8Array(clocks.warps);
  }
  startBlock(): void {
    this.#barriers.clear();
    this.#waitsAt.fill(-1);
    this.#released.fill(0);
  }
  /** Whether this arrival was the last one. Asking again while the warp waits changes nothing. */
  arrive(warp: number, step: number, id: number, threads: number, waits: boolean, condition?: boolean): boolean {
    if (waits && this.#waitsAt[warp] === id) return false;
    const expected = threads === 0 ? this.#blockThreads : threads;
    let barrier = this.#barriers.get(id);
    if (!barrier)
      this.#barriers.set(
        id,
        (barrier = { threads: expected, arrived: 0, rows: this.#clocks.rows(), waiting: [], reduces: false, any: false, step }),
      );
    const reduces = condition !== undefined;
    if (barrier.arrived === 0) Object.assign(barrier, { threads: expected, reduces, any: false });
    else if (barrier.reduces !== reduces)
      this.#fail("divergentBarrier", `barrier ${id} is reached with a condition by some warps and without one by others`, barrier.step);
    else if (barrier.threads !== expected)
      this.#fail(
        "divergentBarrier",
        `barrier ${id} is reached with ${expected} threads here, while others wait at it with ${barrier.threads}`,
        barrier.step,
      );
    barrier.step = step;
    barrier.arrived += 32;
    barrier.any ||= condition === true;
    this.#clocks.publish(warp, -1, barrier.rows);
    if (waits) {
      this.#clocks.meet(warp);
      barrier.waiting.push(warp);
      this.#waitsAt[warp] = id;
    }
    if (barrier.arrived < barrier.threads) return false;
    for (const waiter of barrier.waiting) {
      this.#clocks.learn(waiter, barrier.rows);
      this.#released[waiter] = 1;
      this.#any[waiter] = barrier.any ? 1 : 0;
    }
    barrier.waiting.length = 0;
    barrier.arrived = 0;
    return true;
  }
  passed(warp: number, id: number): boolean {
    if (this.#waitsAt[warp] === id && this.#released[warp] === 0) return false;
    this.#waitsAt[warp] = -1;
    this.#released[warp] = 0;
    return true;
  }
  any(warp: number): boolean {
    return this.#any[warp] === 1;
  }
  describe(warp: number): string | null {
    const id = this.#waitsAt[warp]!;
    const barrier = id < 0 ? undefined : this.#barriers.get(id);
    return barrier ? `barrier ${id} (${barrier.arrived} of ${barrier.threads} threads arrived)` : null;
  }
}

interface Mbarrier {
  readonly address: number;
  readonly agent: number;
  readonly arrivals: number;
  readonly initWarp: number;
  readonly initClock: number;
  /** The asynchronous proxy sees it as initialised. */
  fenced: boolean;
  pending: number;
  /** Bytes that the phase still waits for; negative while copies run ahead of their announcement. */
  transactions: number;
  phase: number;
  /** What arrivals of the present phase, and of all completed ones, have published. */
  readonly current: Int32Array;
  readonly done: Int32Array;
  /** Bulk copies under way, in issue order: (clock, bytes). */
  readonly queue: { readonly clock: number; readonly bytes: number }[];
}

export class Mbarriers {
  readonly #clocks: Clocks;
  readonly #fail: Fail;
  readonly #place: (address: number) => string;
  readonly #byAddress = new Map<number, Mbarrier>();
  /** Copies under way at all mbarriers. */
  inFlight = 0;

  constructor(clocks: Clocks, place: (address: number) => string, fail: Fail) {
    this.#clocks = clocks;
    this.#place = place;
    this.#fail = fail;
  }
  startBlock(): void {
    this.#byAddress.clear();
    this.inFlight = 0;
  }
  initialise(warp: number, address: number, arrivals: number): void {
    if (this.#byAddress.has(address)) this.#fail("mbarrier", `the mbarrier at ${this.#place(address)} is initialised twice`);
    if (this.#byAddress.size === maximumMbarriers)
      this.#fail("mbarrier", `the simulator knows at most ${maximumMbarriers} mbarriers a block; use fewer`);
    const { clocks, agent } = { clocks: this.#clocks, agent: this.#clocks.mbarrierAgent(this.#byAddress.size) };
    this.#byAddress.set(address, {
      address,
      agent,
      arrivals,
      initWarp: warp,
      initClock: clocks.known[warp * clocks.agents + warp]!,
      fenced: false,
      pending: arrivals,
      transactions: 0,
      phase: 0,
      current: clocks.rows(),
      done: clocks.rows(),
      queue: [],
    });
  }
  #at(warp: number, address: number): Mbarrier {
    const mbarrier = this.#byAddress.get(address);
    if (!mbarrier) this.#fail("mbarrier", `no mbarrier was initialised at ${this.#place(address)}`);
    if (mbarrier.initClock > this.#clocks.known[warp * this.#clocks.agents + mbarrier.initWarp]!)
      this.#fail(
        "race",
        `the mbarrier at ${this.#place(address)} is used before its initialisation by warp ${mbarrier.initWarp} is known here: put a barrier between them`,
      );
    return mbarrier;
  }
  /** Whether a phase completed. */
  arrive(warp: number, lanes: number, address: number, arrivals: number, expectBytes: number): boolean {
    const mbarrier = this.#at(warp, address);
    if (mbarrier.pending < arrivals)
      this.#fail(
        "mbarrier",
        `${arrivals} arrivals at the mbarrier at ${this.#place(address)}, whose phase ${mbarrier.phase} expects only ${mbarrier.pending} more of ${mbarrier.arrivals}`,
      );
    this.#clocks.publish(warp, lanes, mbarrier.current);
    mbarrier.pending -= arrivals;
    mbarrier.transactions += expectBytes;
    return this.#complete(mbarrier);
  }
  issue(warp: number, address: number, bytes: number): AsyncOperation {
    const mbarrier = this.#at(warp, address);
    if (!mbarrier.fenced)
      this.#fail(
        "proxyFence",
        `a bulk copy completes on the mbarrier at ${this.#place(address)}, whose initialisation the asynchronous proxy may not see: execute fenceMbarrierInit after it`,
      );
    const clock = ++this.#clocks.newest[mbarrier.agent]!;
    mbarrier.queue.push({ clock, bytes });
    this.inFlight++;
    return { kind: "mbarrier", agent: mbarrier.agent, clock, proxy: "async" };
  }
  /** Completes the oldest copy of the n-th mbarrier that has one. */
  completeOne(n: number): boolean {
    const busy = [...this.#byAddress.values()].filter(({ queue }) => queue.length > 0);
    const mbarrier = busy[n % busy.length]!;
    const { clock, bytes } = mbarrier.queue.shift()!;
    this.inFlight--;
    mbarrier.transactions -= bytes;
    mbarrier.current[mbarrier.agent] = clock;
    return this.#complete(mbarrier);
  }
  #complete(mbarrier: Mbarrier): boolean {
    if (mbarrier.pending !== 0 || mbarrier.transactions !== 0) return false;
    mbarrier.phase++;
    mbarrier.pending = mbarrier.arrivals;
    mbarrier.current.forEach((clock, agent) => {
      if (clock > mbarrier.done[agent]!) mbarrier.done[agent] = clock;
    });
    return true;
  }
  passed(warp: number, address: number, parity: number): boolean {
    const mbarrier = this.#at(warp, address);
    if ((mbarrier.phase & 1) === (parity & 1)) return false;
    this.#clocks.learn(warp, mbarrier.done);
    return true;
  }
  fence(warp: number): void {
    for (const mbarrier of this.#byAddress.values()) if (mbarrier.initWarp === warp) mbarrier.fenced = true;
  }
  describe(address: number, parity: number): string {
    const mbarrier = this.#byAddress.get(address)!;
    const { phase, pending, arrivals, transactions } = mbarrier;
    return `the mbarrier at ${this.#place(address)}, parity ${parity} (in phase ${phase}, ${pending} of ${arrivals} arrivals and ${transactions} bytes missing)`;
  }
}
