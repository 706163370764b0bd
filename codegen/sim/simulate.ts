// The simulator's front door: executes a lowered program on the CPU with every check, and says what it cost. It knows no instruction by name.
import { instructions } from "../ir/instr/index.ts";
import type { LoweredProgram } from "../ir/lowered.ts";
import { type LinkedProgram, link as linkWith } from "./link.ts";
import { type Launch, run, type SimulationReport } from "./run.ts";

export { SimulationError } from "./errors.ts";
export type { TensorArgument } from "./global-memory.ts";
export type { LinkedProgram } from "./link.ts";
export type { Launch, SimulatedArgument, SimulationReport, TensorMapArgument } from "./run.ts";
export { run } from "./run.ts";

/** Prepares a program; the result serves any number of launches. */
export const link = (program: LoweredProgram): LinkedProgram => linkWith(program, instructions);
/** Throws a SimulationError at the first thing that is wrong; else the launch's writable tensors hold what the kernel wrote. */
export const simulate = (program: LoweredProgram, launch: Launch): SimulationReport => run(link(program), launch);
