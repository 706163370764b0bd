// One conformance case: a program around one instruction, with its memory. The simulator and a GPU run the same program on the same bytes, and
// what they leave in the outputs must agree: words bit for bit, f32 within the case's tolerance (NaN agrees with NaN).
import { i32, ProgramBuilder } from "../../codegen/ir/builder.ts";
import type { Attributes, LoweredProgram, Operand, RegisterRef, RegisterType } from "../../codegen/ir/lowered.ts";
import { type SimulatedArgument, simulate } from "../../codegen/sim/simulate.ts";

export type CaseMemory = Float32Array | Uint32Array | Uint16Array;
export interface MemoryArgument {
  readonly kind: "memory";
  readonly name: string;
  readonly data: CaseMemory;
  readonly isOutput: boolean;
}
/** A tensor map over bf16 elements: dimension 0 is contiguous, `strides` are the bytes of the others. */
export interface MapArgument {
  readonly kind: "map";
  readonly name: string;
  readonly data: Uint16Array;
  readonly isOutput: boolean;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly box: readonly number[];
  readonly swizzle: 0 | 128;
}
export type CaseArgument = MemoryArgument | MapArgument;

export interface ConformanceCase {
  /** The record under test, and which of its forms. */
  readonly subject: string;
  readonly detail: string;
  readonly target: "sm_80" | "sm_90a";
  readonly program: LoweredProgram;
  readonly grid: number;
  readonly arguments: readonly CaseArgument[];
  /** Largest error of an f32 output, relative to the larger of the simulated value and `magnitude`; 0 asks for equal bits. */
  readonly tolerance: number;
  readonly magnitude: number;
}

export interface CaseOptions extends Pick<ConformanceCase, "subject" | "detail"> {
  readonly target?: ConformanceCase["target"];
  readonly threads?: number;
  readonly grid?: number;
  readonly tolerance?: number;
  readonly magnitude?: number;
}

/** A program builder with memory arguments, and the few address computations that all cases share. */
export class CaseBuilder {
  readonly b: ProgramBuilder;
  readonly threads: number;
  readonly grid: number;
  readonly #options: CaseOptions;
  readonly #arguments: CaseArgument[] = [];
  readonly thread: RegisterRef;
  readonly lane: RegisterRef;
  readonly warp: RegisterRef;

  constructor(options: CaseOptions) {
    this.#options = options;
    this.threads = options.threads ?? 32;
    this.grid = options.grid ?? 1;
    this.b = new ProgramBuilder({ name: `conformance_${options.subject}`, threads: this.threads });
    this.thread = this.special("thread");
    this.lane = this.special("lane");
    this.warp = this.b.emit("uniform", "i32", [this.special("warp")]);
  }
  special(which: string): RegisterRef {
    return this.b.emit("special", "i32", [], { which });
  }
  input(name: string, data: CaseMemory): Operand {
    this.#arguments.push({ kind: "memory", name, data, isOutput: false });
    return this.b.parameter(name, "pointer", { readOnly: true });
  }
  output(name: string, data: CaseMemory): Operand {
    this.#arguments.push({ kind: "memory", name, data, isOutput: true });
    return this.b.parameter(name, "pointer");
  }
  map(argument: Omit<MapArgument, "kind">): Operand {
    this.#arguments.push({ kind: "map", ...argument });
    return this.b.parameter(argument.name, "tensorMap");
  }
  do(name: string, operands: readonly Operand[] = [], attributes: Attributes = {}): void {
    this.b.instruction(name, [], operands, attributes);
  }
  add(a: Operand, b: Operand): RegisterRef {
    return this.b.emit("add", "i32", [a, b]);
  }
  times(a: Operand, by: number): RegisterRef {
    return this.b.emit("multiply", "i32", [a, i32(by)]);
  }
  equal(a: Operand, value: number): RegisterRef {
    return this.b.emit("compare", "predicate", [a, i32(value)], { operation: "equal" });
  }
  /** Global address of element `index` of `bytes` bytes. */
  global(pointer: Operand, index: Operand, bytes = 4): RegisterRef {
    return this.b.emit("add", "i64", [pointer, this.b.emit("convert", "i64", [this.times(index, bytes)])]);
  }
  /** Address of that element in a range of shared memory. */
  shared(range: string, index: Operand, bytes = 4): RegisterRef {
    return this.b.emit("add", "u32", [
      this.b.emit("sharedAddress", "u32", [], { range }),
      this.b.emit("bitcast", "u32", [this.times(index, bytes)]),
    ]);
  }
  loadGlobal(type: RegisterType, address: Operand): RegisterRef {
    return this.b.emit("loadGlobal", type, [address], { width: 4, offset: 0, cache: "default" });
  }
  storeGlobal(address: Operand, value: Operand): void {
    this.do("storeGlobal", [address, value], { width: 4, offset: 0, cache: "default" });
  }
  loadShared(type: RegisterType, address: Operand): RegisterRef {
    return this.b.emit("loadShared", type, [address], { width: 4, offset: 0 });
  }
  storeShared(address: Operand, value: Operand): void {
    this.do("storeShared", [address, value], { width: 4, offset: 0 });
  }
  /** All threads of the block meet. */
  meet(): void {
    this.do("barrier", [], { id: 0, threads: 0 });
  }
  /** Fills a range of shared memory with the words of an input, each thread `words` of them in turn. */
  fillShared(range: string, source: Operand, words: number): void {
    for (let first = 0; first < words; first += this.threads) {
      const index = this.add(this.thread, i32(first));
      this.storeShared(this.shared(range, index), this.loadGlobal("u32", this.global(source, index)));
    }
    this.meet();
  }
  build(): ConformanceCase {
    const { subject, detail, target = "sm_80", tolerance = 0, magnitude = 0 } = this.#options;
    return { subject, detail, target, tolerance, magnitude, grid: this.grid, program: this.b.build(), arguments: this.#arguments };
  }
}

/** Outputs by name. */
export type CaseResults = Readonly<Record<string, CaseMemory>>;

export const simulateCase = ({ program, grid, arguments: list }: ConformanceCase, seed = 1): CaseResults => {
  const results: Record<string, CaseMemory> = {};
  const simulated = list.map((argument): SimulatedArgument => {
    const memory = argument.isOutput ? argument.data.slice() : argument.data;
    if (argument.isOutput) results[argument.name] = memory;
    const tensor = { kind: "tensor", name: argument.name, memory, writable: argument.isOutput } as const;
    if (argument.kind === "memory") return tensor;
    const { dims, strides, box, swizzle } = argument;
    return { kind: "tensorMap", tensor, dtype: "bf16", dims, strides, box, swizzle };
  });
  simulate(program, { grid, arguments: simulated, seed });
  return results;
};

/** Where the GPU's results differ from the simulator's, or null. */
export const difference = ({ tolerance, magnitude }: ConformanceCase, simulated: CaseResults, actual: CaseResults): string | null => {
  for (const [name, expected] of Object.entries(simulated)) {
    const given = actual[name]!;
    for (let n = 0; n < expected.length; n++) {
      const [a, b] = [given[n]!, expected[n]!];
      if (Object.is(a, b)) continue;
      if (expected instanceof Float32Array && tolerance > 0 && Math.abs(a - b) <= tolerance * Math.max(Math.abs(b), magnitude)) continue;
      return `${name}[${n}] is ${a} on the GPU, ${b} in simulation`;
    }
  }
  return null;
};
