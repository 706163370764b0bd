// One resident block of the simulated GPU: its warps, shared memory, clocks and barriers, and the services that instruction
// records use. A context is used for block after block; nothing of one block but the clocks survives into the next.
import type {
  Agent,
  AsyncOperation,
  GlobalPlace,
  MemoryViews,
  SimulatedBlock,
  SimulatedTensorMap,
  SimulatedWarp,
  SimulationProblem,
} from "../ir/instruction.ts";
import { Mbarriers, NamedBarriers } from "./barriers.ts";
import { Clocks, type GroupKind, groupKinds } from "./clocks.ts";
import type { AccessCounter } from "./count.ts";
import { type Fail, positionText, SimulationError } from "./errors.ts";
import type { AccessOrigin, GlobalMemory } from "./global-memory.ts";
import type { LinkedProgram, RegisterGuard } from "./link.ts";
import { SharedMemory } from "./shared-memory.ts";

const poison = 0xffc0dead;

/** Everything that the blocks of one launch share. */
export interface LaunchState {
  readonly linked: LinkedProgram;
  readonly grid: number;
  readonly global: GlobalMemory;
  readonly tensorMaps: readonly SimulatedTensorMap[];
  readonly counter: AccessCounter;
  /** Values of the parameters, in order. */
  readonly parameterValues: readonly number[];
  /** Of a `while` loop: one that goes on behind them is taken for endless. */
  readonly mostRounds: number;
}

/** A warp: its registers, and where it stands in the linked program. */
export class WarpState implements SimulatedWarp {
  readonly index: number;
  readonly block: BlockContext;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: Float64Array;
  readonly predicate: Uint8Array;
  active = -1;
  step = 0;
  done = false;
  /** The block's event count when it last had to wait; -1 if it can run. */
  blockedAt = -1;
  waitsFor: (() => string) | null = null;
  depth = 0;
  /** Masks to return to, and masks of the `else` branch, of the open ifs. */
  readonly saved: number[] = [];
  readonly rest: number[] = [];
  readonly loopValue: Int32Array;
  readonly loopLast: Int32Array;
  readonly loopStep: Int32Array;
  /** Of the `while` loop that ends at a step: how often it has gone back. */
  readonly rounds: Int32Array;
  /** By register of the 32-bit file: clock of the wgmma group that has it as accumulator, negative as input, 0 free. */
  readonly held: Int32Array;
  /** By register: number of wgmma fences when it was last written, plus 1. */
  readonly dirty: Int32Array;
  wgmmaFences = 0;

  constructor(index: number, block: BlockContext, launch: LaunchState) {
    const { linked } = launch;
    this.index = index;
    this.block = block;
    const words = new ArrayBuffer(4 * linked.words.total);
    this.f32 = new Float32Array(words);
    this.i32 = new Int32Array(words);
    this.u32 = new Uint32Array(words);
    this.i64 = new Float64Array(linked.wides);
    this.predicate = new Uint8Array(linked.predicates);
    this.loopValue = new Int32Array(linked.loops.length);
    this.loopLast = new Int32Array(linked.loops.length);
    this.loopStep = new Int32Array(linked.loops.length);
    this.rounds = new Int32Array(linked.kinds.length);
    this.held = new Int32Array(linked.words.total / 32);
    this.dirty = new Int32Array(linked.words.total / 32);
    const constants = [
      ...linked.immediates,
      ...linked.parameters.map(({ parameter: { type }, slot }, number) => ({
        slot,
        value: launch.parameterValues[number]!,
        type: type === "pointer" || type === "tensorMap" ? "i64" : type,
      })),
    ];
    for (const { type, value, slot } of constants) {
      const file =
        type === "i64"
          ? this.i64
          : type === "predicate"
            ? this.predicate
            : type === "f32"
              ? this.f32
              : type === "i32"
                ? this.i32
                : this.u32;
      file.fill(value, slot, slot + 32);
    }
  }
  start(registerWords: number): void {
    this.u32.fill(poison, 0, registerWords);
    this.active = -1;
    this.step = this.depth = this.wgmmaFences = 0;
    this.done = false;
    this.blockedAt = -1;
    this.held.fill(0);
    this.dirty.fill(0);
  }
}

/** A group that takes operations; `used` once it has one. */
type OpenGroup = { -readonly [Field in keyof AsyncOperation]: AsyncOperation[Field] } & { used: boolean };

export class BlockContext implements SimulatedBlock, RegisterGuard {
  readonly shared: MemoryViews;
  readonly warps: readonly WarpState[];
  readonly clocks: Clocks;
  readonly mbarriers: Mbarriers;
  readonly #launch: LaunchState;
  readonly #memory: SharedMemory;
  readonly #barriers: NamedBarriers;
  /** The open group of each kind and warp. */
  readonly #open: Record<GroupKind, readonly OpenGroup[]>;
  readonly #origin: { -readonly [Field in keyof AccessOrigin]: AccessOrigin[Field] };
  /** Counts what may let a waiting warp go on. */
  events = 0;
  index = 0;
  /** Warps that have not ended. */
  running = 0;
  #warp = 0;

  /** Where the block runs: blocks that are resident together do so on multiprocessors of their own. */
  readonly #multiprocessor: number;

  constructor(launch: LaunchState, multiprocessor: number) {
    const { program } = launch.linked;
    this.#multiprocessor = multiprocessor;
    this.#launch = launch;
    this.clocks = new Clocks(program.threads / 32);
    const fail: Fail = (code, message, other) => this.#failAt(code, message, other);
    this.#memory = new SharedMemory(program.sharedBytes, program.shared, this.clocks, fail);
    this.shared = this.#memory.memory;
    this.#barriers = new NamedBarriers(this.clocks, program.threads, fail);
    this.mbarriers = new Mbarriers(this.clocks, (address) => this.#memory.place(address), fail);
    this.#origin = { clocks: this.clocks, ordinal: 0, step: 0, failAt: fail };
    this.warps = Array.from({ length: program.threads / 32 }, (_, index) => new WarpState(index, this, launch));
    const open = (kind: GroupKind): OpenGroup[] =>
      this.warps.map(({ index }) => ({
        kind,
        agent: this.clocks.groupAgent(index, kind),
        clock: 0,
        proxy: kind === "copyGroup" ? "generic" : "async",
        used: false,
      }));
    this.#open = { copyGroup: open("copyGroup"), bulkGroup: open("bulkGroup"), wgmmaGroup: open("wgmmaGroup") };
  }
  start(index: number, ordinal: number): void {
    this.index = index;
    this.#origin.ordinal = ordinal;
    this.running = this.warps.length;
    this.clocks.startBlock();
    this.#memory.startBlock();
    this.#barriers.startBlock();
    this.mbarriers.startBlock();
    for (const warp of this.warps) {
      warp.start(this.#launch.linked.words.registers);
      for (const kind of groupKinds) {
        const open = this.#open[kind][warp.index]!;
        open.clock = this.clocks.newest[open.agent]! + 1;
        open.used = false;
      }
    }
  }
  /** The step that this warp executes now: what errors and the shadow memories refer to. */
  enter(warp: number, step: number): void {
    this.#warp = warp;
    this.#memory.step = step;
    this.#origin.step = step;
  }
  end(warp: WarpState): void {
    for (const kind of ["bulkGroup", "wgmmaGroup"] as const) {
      const { agent, used } = this.#open[kind][warp.index]!;
      if (used || this.clocks.known[warp.index * this.clocks.agents + agent]! < this.clocks.newest[agent]!)
        this.#failAt(
          "missingWait",
          `the warp ends while its ${kind === "bulkGroup" ? "bulk stores" : "matrix products"} are under way: commit and wait for them first`,
        );
    }
    warp.done = true;
    this.running--;
    if (this.running > 0) return;
    if (this.mbarriers.inFlight > 0)
      this.#failAt("missingWait", "the block ends while a bulk copy into its shared memory is under way: wait for its mbarrier first");
    const groups = this.warps.map(({ index }) => this.clocks.newest[this.clocks.groupAgent(index, "wgmmaGroup")]!);
    const odd = groups.findIndex((count, index) => count !== groups[index - (index % 4)]);
    if (odd >= 0)
      this.#failAt(
        "divergence",
        `warp ${odd} took part in other matrix products than warp ${odd - (odd % 4)}: the four warps of a warpgroup execute each wgmma together`,
      );
  }
  #failAt(code: string, message: string, other?: number): never {
    const { positions, names } = this.#launch.linked;
    const step = this.#memory.step;
    const conflict = other === undefined || other < 0 ? undefined : positions[other]!;
    const where = conflict ? ` (the other access: ${names[other!]} at ${positionText(conflict)})` : "";
    const here = `in ${names[step] ?? "control flow"}, block ${this.index}, warp ${this.#warp}`;
    throw new SimulationError(code, `${message}${where}; ${here}`, conflict ? [positions[step]!, conflict] : [positions[step]!]);
  }
  fail({ code, message }: SimulationProblem): never {
    this.#failAt(code, message);
  }

  sharedRead(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): void {
    this.#memory.read(warp.index, lane, address, bytes, agent === "warp" ? null : agent);
  }
  sharedWrite(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): void {
    this.#memory.write(warp.index, lane, address, bytes, agent === "warp" ? null : agent);
  }
  globalRead(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): GlobalPlace {
    return this.#launch.global.read(this.#origin, warp.index, lane, address, bytes, agent === "warp" ? null : agent);
  }
  globalWrite(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): GlobalPlace {
    return this.#launch.global.write(this.#origin, warp.index, lane, address, bytes, agent === "warp" ? null : agent);
  }
  sharedAtomic(warp: SimulatedWarp, lane: number, address: number, bytes: 4 | 8): number {
    this.#memory.atomic(warp.index, lane, address, bytes);
    return address;
  }
  globalAtomic(warp: SimulatedWarp, lane: number, address: number, bytes: 4 | 8): GlobalPlace {
    return this.#launch.global.atomic(this.#origin, warp.index, lane, address, bytes);
  }
  globalTouch(address: number): void {
    this.#launch.global.touch(this.#origin, address);
  }
  countShared(addresses: Int32Array | readonly number[], lanes: number, bytes: number): void {
    this.#launch.counter.shared(addresses, lanes, bytes);
  }
  countGlobal(addresses: Float64Array | readonly number[], lanes: number, bytes: number): void {
    this.#launch.counter.global(addresses, lanes, bytes);
  }

  openGroup(warp: SimulatedWarp, kind: GroupKind): AsyncOperation {
    const open = this.#open[kind][warp.index]!;
    open.used = true;
    return open;
  }
  commitGroup(warp: SimulatedWarp, kind: GroupKind): void {
    const open = this.#open[kind][warp.index]!;
    open.clock = ++this.clocks.newest[open.agent]! + 1;
    open.used = false;
  }
  waitGroup(warp: SimulatedWarp, kind: GroupKind, pending: number): void {
    const agent = this.clocks.groupAgent(warp.index, kind);
    const entry = warp.index * this.clocks.agents + agent;
    const complete = this.clocks.newest[agent]! - pending;
    if (complete > this.clocks.known[entry]!) this.clocks.known[entry] = complete;
  }

  lanesMeet(warp: SimulatedWarp): void {
    this.clocks.meet(warp.index);
  }
  barrierArrive(warp: SimulatedWarp, id: number, threads: number, waits: boolean, condition?: boolean): void {
    if (this.#barriers.arrive(warp.index, this.#memory.step, id, threads, waits, condition)) this.events++;
  }
  barrierOr(warp: SimulatedWarp): boolean {
    return this.#barriers.any(warp.index);
  }
  barrierPassed(warp: SimulatedWarp, id: number): boolean {
    if (this.#barriers.passed(warp.index, id)) return true;
    this.warps[warp.index]!.waitsFor = () => this.#barriers.describe(warp.index) ?? `barrier ${id}`;
    return false;
  }
  mbarrierInit(warp: SimulatedWarp, address: number, arrivals: number): void {
    this.mbarriers.initialise(warp.index, address, arrivals);
  }
  mbarrierArrive(warp: SimulatedWarp, address: number, arrivals: number, expectBytes: number): void {
    if (this.mbarriers.arrive(warp.index, warp.active, address, arrivals, expectBytes)) this.events++;
  }
  mbarrierPassed(warp: SimulatedWarp, address: number, parity: number): boolean {
    if (this.mbarriers.passed(warp.index, address, parity)) return true;
    this.warps[warp.index]!.waitsFor = () => this.mbarriers.describe(address, parity);
    return false;
  }
  openTransaction(warp: SimulatedWarp, address: number, bytes: number): AsyncOperation {
    return this.mbarriers.issue(warp.index, address, bytes);
  }
  fence(warp: SimulatedWarp, which: "proxy" | "mbarrierInit" | "wgmma"): void {
    if (which === "wgmma") this.warps[warp.index]!.wgmmaFences++;
    else {
      this.mbarriers.fence(warp.index);
      if (which === "proxy") this.clocks.fenceProxy(warp.index);
    }
  }

  holdRegisters(warp: SimulatedWarp, slots: Int32Array, use: "accumulator" | "input"): void {
    const { held, dirty, wgmmaFences } = this.warps[warp.index]!;
    const { agent, clock } = this.#open.wgmmaGroup[warp.index]!;
    const complete = this.clocks.known[warp.index * this.clocks.agents + agent]!;
    for (const slot of slots) {
      const register = slot >> 5;
      const holder = held[register]!;
      if (use === "input" ? holder > 0 : holder < 0 && -holder > complete) this.#touched("wgmma uses");
      if (dirty[register]! > wgmmaFences)
        this.#failAt("missingWait", "wgmma uses a register written since the last wgmmaFence: put a wgmmaFence between them");
      held[register] = use === "input" ? -clock : clock;
    }
  }
  releaseRegisters(warp: SimulatedWarp, slots: Int32Array): void {
    const { held } = this.warps[warp.index]!;
    const { agent } = this.#open.wgmmaGroup[warp.index]!;
    const complete = this.clocks.known[warp.index * this.clocks.agents + agent]!;
    for (const slot of slots) {
      if (held[slot >> 5]! > complete)
        this.#failAt(
          "missingWait",
          "this wgmmaWait releases a register whose matrix product may still be under way: lower its pending count or drop the register",
        );
      held[slot >> 5] = 0;
    }
  }
  touchRegisters(warp: SimulatedWarp, reads: Int32Array, writes: Int32Array): void {
    const { held, dirty, wgmmaFences } = this.warps[warp.index]!;
    for (const slot of reads) if (held[slot >> 5]! > 0) this.#touched("this reads");
    for (const slot of writes) {
      const holder = held[slot >> 5]!;
      if (holder > 0) this.#touched("this writes");
      if (holder < 0) {
        const { agent } = this.#open.wgmmaGroup[warp.index]!;
        if (-holder > this.clocks.known[warp.index * this.clocks.agents + agent]!) this.#touched("this writes");
        held[slot >> 5] = 0;
      }
      dirty[slot >> 5] = wgmmaFences + 1;
    }
  }
  #touched(what: string): never {
    this.#failAt(
      "missingWait",
      `${what} a register that an asynchronous matrix product still holds: name it in a wgmmaWait that covers its group first`,
    );
  }

  tensorMap(value: number): SimulatedTensorMap {
    return this.#launch.tensorMaps[value] ?? this.#failAt("launch", "this parameter was not given a tensor map");
  }
  special(warp: SimulatedWarp, which: string): number {
    switch (which) {
      case "thread":
        return warp.index * 32;
      case "lane":
        return 0;
      case "warp":
        return warp.index;
      case "blockX":
        return this.index;
      case "multiprocessor":
        return this.#multiprocessor;
      case "gridX":
      case "blocks":
        return this.#launch.grid;
      default:
        return this.#failAt("launch", `no special register is named '${which}'`);
    }
  }
}
