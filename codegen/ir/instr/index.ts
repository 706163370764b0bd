// Every instruction of lowered IR, by name. A new family is a file and a line here.
import type { InstructionRecord } from "../instruction.ts";
import { arithmeticInstructions } from "./arithmetic.ts";
import { atomicInstructions } from "./atomic.ts";
import { convertInstructions } from "./convert.ts";
import { hopperInstructions } from "./hopper.ts";
import { matrixInstructions } from "./matrix.ts";
import { memoryInstructions } from "./memory.ts";
import { reportInstructions } from "./report.ts";
import { synchroniseInstructions } from "./synchronise.ts";
import { warpInstructions } from "./warp.ts";

const all: readonly InstructionRecord[] = [
  ...arithmeticInstructions,
  ...convertInstructions,
  ...memoryInstructions,
  ...atomicInstructions,
  ...matrixInstructions,
  ...synchroniseInstructions,
  ...warpInstructions,
  ...hopperInstructions,
  ...reportInstructions,
];

export const instructions: ReadonlyMap<string, InstructionRecord> = new Map(all.map((record) => [record.name, record]));
if (instructions.size !== all.length) throw new Error("two instructions have one name");
