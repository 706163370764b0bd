// What an instruction of lowered IR is: one total record each, in `instr/<family>.ts`. A record verifies, simulates and prints
// its instruction and states what it costs and needs; the CUDA emitter, the simulator and the verifier read only this interface.
import type { Instruction, Operand, RegisterRef } from "./lowered.ts";
import type { Position } from "./types.ts";

/** Execution resources whose throughput the cost model counts. */
export type Unit = "alu" | "fma" | "specialFunction" | "tensor" | "loadStore" | "barrier" | "copyEngine" | "none";

/** What the text of one instruction is made with. */
export interface InstructionPrinter {
  /** C expression of an operand. */
  operand(operand: Operand): string;
  /** C lvalue of a result. */
  result(result: RegisterRef): string;
  /**
   * What adds a byte offset to the address text before it, such as ` + 32`; nothing for 0. Straight-line code is printed as loops where only
   * register indices, integers and such offsets differ, so that asking here lets an attribute differ between the rounds of a loop.
   */
  offset(instruction: Instruction, attribute: string): string;
  /** C expression of the u32 address of a named range of shared memory. */
  sharedRange(name: string): string;
}

// ---- simulation: the part of a simulated warp and block that `simulate` may touch

/**
 * The registers of one warp. `f32`, `i32` and `u32` are views of one 32-bit file (so a bitcast is a copy); an operand or result
 * resolves to the index of its lane 0 in the file of its type, its 32 lanes lie side by side.
 */
export interface SimulatedWarp {
  /** Index in the block. */
  readonly index: number;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  /** 64-bit integers and addresses, exact below 2^53. */
  readonly i64: Float64Array;
  readonly predicate: Uint8Array;
  /** Lanes that execute, one bit each; -1 is the whole warp. */
  active: number;
  readonly block: SimulatedBlock;
}

/** Bytes of shared memory or of one tensor, with the same bytes seen as each element size. */
export interface MemoryViews {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
}
/** Who touches memory, for the race detector: the warp itself, or an asynchronous operation it issued (its handle). */
export type Agent = "warp" | AsyncOperation;
/** An asynchronous operation under way: its accesses are unordered against everyone until someone waits for it. */
export interface AsyncOperation {
  readonly kind: "copyGroup" | "bulkGroup" | "mbarrier" | "wgmmaGroup";
  readonly agent: number;
  readonly clock: number;
  readonly proxy: "generic" | "async";
}

export interface SimulatedBlock {
  readonly shared: MemoryViews;
  readonly warps: readonly SimulatedWarp[];
  /** Checks one lane's access to shared memory (bounds, alignment, initialisation of reads, races, proxy) and records it. `address` counts from the base of shared memory. */
  sharedRead(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): void;
  sharedWrite(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): void;
  /** The tensor that a 64-bit global address lies in, after the same checks; the access begins at byte `offset` of `memory`. */
  globalRead(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): GlobalPlace;
  globalWrite(warp: SimulatedWarp, lane: number, address: number, bytes: number, agent: Agent): GlobalPlace;
  /** The same for one lane's atomic on a word of 4 or 8 bytes, which does not conflict with other atomics. Of shared memory: the byte that it begins at. */
  sharedAtomic(warp: SimulatedWarp, lane: number, address: number, bytes: 4 | 8): number;
  globalAtomic(warp: SimulatedWarp, lane: number, address: number, bytes: 4 | 8): GlobalPlace;
  /** Checks that a global address lies in a tensor; nothing is read. */
  globalTouch(address: number): void;
  /** Counts one warp-wide access for the statistics: the addresses of the active lanes. Shared: bank conflicts; global: 32-byte sectors. */
  countShared(addresses: Int32Array | readonly number[], lanes: number, bytes: number): void;
  countGlobal(addresses: Float64Array | readonly number[], lanes: number, bytes: number): void;
  /** Groups of this warp's asynchronous operations (cp.async, bulk stores, wgmma): the open group, closing it, waiting until at most `pending` closed ones are under way. */
  openGroup(warp: SimulatedWarp, kind: "copyGroup" | "bulkGroup" | "wgmmaGroup"): AsyncOperation;
  commitGroup(warp: SimulatedWarp, kind: "copyGroup" | "bulkGroup" | "wgmmaGroup"): void;
  waitGroup(warp: SimulatedWarp, kind: "copyGroup" | "bulkGroup" | "wgmmaGroup", pending: number): void;
  /** The lanes' accesses to memory before this are ordered before those behind it. */
  lanesMeet(warp: SimulatedWarp): void;
  /** Named barrier: arrive, and for a waiting warp whether it may pass. `threads` 0 means the whole block. */
  barrierArrive(warp: SimulatedWarp, id: number, threads: number, waits: boolean, condition?: boolean): void;
  barrierPassed(warp: SimulatedWarp, id: number): boolean;
  /** Whether any of those who met at the barrier that the warp has just passed came with a condition that held. */
  barrierOr(warp: SimulatedWarp): boolean;
  /** mbarriers, by shared address. `expectBytes` adds to the transactions that the phase waits for; `mbarrierPassed` asks whether the phase of this parity is complete. */
  mbarrierInit(warp: SimulatedWarp, address: number, arrivals: number): void;
  mbarrierArrive(warp: SimulatedWarp, address: number, arrivals: number, expectBytes: number): void;
  mbarrierPassed(warp: SimulatedWarp, address: number, parity: number): boolean;
  /** An asynchronous operation that completes `bytes` of transactions on an mbarrier some time later. */
  openTransaction(warp: SimulatedWarp, address: number, bytes: number): AsyncOperation;
  /** `proxy`: this warp's generic accesses before it become visible to the asynchronous proxy; `mbarrierInit`: its initialised mbarriers do; `wgmma`: its register writes do. */
  fence(warp: SimulatedWarp, which: "proxy" | "mbarrierInit" | "wgmma"): void;
  /** Registers (slots that `linker.asynchronous` gave) of the open wgmma group: as accumulators until a wait releases them by name, as inputs until the group completes. */
  holdRegisters(warp: SimulatedWarp, slots: Int32Array, use: "accumulator" | "input"): void;
  releaseRegisters(warp: SimulatedWarp, slots: Int32Array): void;
  /** What the value of a `tensorMap` parameter stands for. */
  tensorMap(value: number): SimulatedTensorMap;
  special(warp: SimulatedWarp, which: string): number;
  fail(problem: SimulationProblem): never;
}
/** A tensor map: dimension 0 is contiguous; `strides` are the bytes of dimensions 1, 2, ...; elements outside `dims` read as zero and are not written. */
export interface SimulatedTensorMap {
  readonly address: number;
  readonly elementBytes: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly box: readonly number[];
  readonly swizzle: 0 | 128;
}
export interface GlobalPlace {
  readonly memory: MemoryViews;
  readonly offset: number;
}
export interface SimulationProblem {
  readonly code: string;
  readonly message: string;
}

/** What simulating needs to know of the machine when an instruction is prepared: where operands lie. */
export interface SimulatorLinker {
  /** Index of lane 0 in the register file of the operand's type; immediates and parameters have slots of their own. */
  operand(operand: Operand): number;
  result(result: RegisterRef): number;
  /** Byte offset of a named range of shared memory. */
  sharedOffset(name: string): number;
  /** Slots of registers that an asynchronous instruction keeps after it was issued; touching them before its wait is then an error. */
  asynchronous(registers: readonly RegisterRef[]): Int32Array;
  readonly position: Position;
}
/** Runs the instruction for one warp. Returns false if the warp must wait (the step is tried again later, and must have changed nothing). */
// biome-ignore lint/suspicious/noConfusingVoidType: most steps never wait and return nothing
export type SimulatedStep = (warp: SimulatedWarp) => boolean | void;

/** One operand tuple for the conformance test of printed CUDA against `simulate`: a program of one instruction between loads and stores. */
export interface ConformanceSample {
  readonly results: readonly RegisterRef[];
  readonly operands: readonly Operand[];
  readonly attributes: Instruction["attributes"];
  /** Largest error allowed, relative to the magnitude of the simulated result; 0 asks for equal bits. */
  readonly tolerance: number;
}

export interface InstructionRecord {
  readonly name: string;
  /** One paragraph: meaning, operands, attributes, and the PTX instruction it stands for. */
  readonly doc: string;
  /** What is wrong with this instruction, or null: operand and result count and types, attributes. */
  verify(instruction: Instruction): string | null;
  /** Compiles the instruction to a step of the simulator. */
  simulate(instruction: Instruction, linker: SimulatorLinker): SimulatedStep;
  /** One or more C statements, ended with semicolons. */
  print(instruction: Instruction, printer: InstructionPrinter): string;
  /** Device helper functions the text calls, each printed once, by name. */
  readonly helpers: Readonly<Record<string, string>>;
  /** Least compute capability (80 or 90), and whether it needs the architecture's own features (sm_90a). */
  readonly requires: { readonly capability: 80 | 90; readonly specific: boolean };
  /** Unit it runs on, and cycles a warp keeps that unit of one multiprocessor quarter busy. */
  readonly cost: { readonly unit: Unit; cycles(instruction: Instruction): number };
  /** Memory proxy of its accesses. */
  readonly proxy: "none" | "generic" | "async";
  /** When its effects are complete. */
  readonly completion: "immediate" | "copyGroup" | "bulkGroup" | "mbarrier" | "wgmmaGroup";
  /** Who must execute it together. */
  readonly uniformity: "lane" | "warp" | "warpgroup" | "block";
  /** Is kept even if its results are unused. */
  readonly effects: boolean;
  samples(random: () => number): readonly ConformanceSample[];
}
