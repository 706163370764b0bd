// Small lowered programs for tests of the simulator: a tensor to read, one to write, and a shared tile.
import { i32, ProgramBuilder } from "../ir/builder.ts";
import type { Operand, RegisterRef } from "../ir/lowered.ts";
import type { Position } from "../ir/types.ts";
import { type SimulatedArgument, SimulationError, simulate, type SimulationReport } from "./simulate.ts";

export const at = (line: number): Position => ({ file: "kernel.ts", line, column: 1, length: 1 });
export const word = { width: 4, offset: 0 };
export const global = { ...word, cache: "default" };

export interface Kit {
  readonly b: ProgramBuilder;
  readonly thread: RegisterRef;
  readonly input: Operand;
  readonly output: Operand;
  readonly tile: RegisterRef;
  /** Address of word `index` of shared or global memory. */
  shared(index: Operand): RegisterRef;
  element(base: Operand, index: Operand): RegisterRef;
}
export const outcome = (
  threads: number,
  body: (kit: Kit) => void,
  launch: {
    readonly grid?: number;
    readonly seed?: number;
    readonly output?: Int32Array;
    readonly uninitialised?: boolean;
    readonly mostRounds?: number;
  } = {},
): { readonly output: Int32Array; readonly report: SimulationReport } => {
  const b = new ProgramBuilder({ name: "test", threads }).at(at(1));
  const input = b.parameter("input", "pointer", { dtype: "i32", readOnly: true });
  const outputParameter = b.parameter("output", "pointer", { dtype: "i32" });
  b.shared("tile", 4096, 1024);
  const thread = b.emit("special", "i32", [], { which: "thread" });
  const tile = b.emit("sharedAddress", "u32", [], { range: "tile" });
  body({
    b,
    thread,
    input,
    output: outputParameter,
    tile,
    shared: (index) => b.emit("add", "u32", [tile, b.emit("bitcast", "u32", [b.emit("multiply", "i32", [index, i32(4)])])]),
    element: (base, index) => b.emit("add", "i64", [base, b.emit("convert", "i64", [b.emit("multiply", "i32", [index, i32(4)])])]),
  });
  const output = launch.output ?? new Int32Array(256);
  const argumentsOf: readonly SimulatedArgument[] = [
    { kind: "tensor", name: "input", memory: Int32Array.from({ length: 256 }, (_, index) => index * 3) },
    { kind: "tensor", name: "output", memory: output, uninitialised: launch.uninitialised },
  ];
  const { grid = 1, seed = 1, mostRounds } = launch;
  const report = simulate(b.build(), { grid, arguments: argumentsOf, seed, mostRounds });
  return { output, report };
};
export const failure = (run: () => unknown): SimulationError => {
  try {
    run();
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error("the simulation found nothing wrong");
};
