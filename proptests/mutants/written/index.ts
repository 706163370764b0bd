// Mutants written by hand: named edits of one place of the compiler's sources, each with what it breaks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mutant, root } from "../mutant.ts";
import { cudaEdits } from "./cuda.ts";
import type { Edit } from "./edit.ts";
import { memoryEdits } from "./memory.ts";
import { numberEdits } from "./numbers.ts";
import { scheduleEdits } from "./schedule.ts";

const applied = ({ name, file, find, replace, breaks }: Edit, group: Mutant["group"]): Mutant => {
  const source = readFileSync(join(root, file), "utf8");
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`mutant '${name}': its text occurs ${parts.length - 1} times in ${file}, not once:\n${find}`);
  return { name, group, file, line: parts[0]!.split("\n").length, breaks: `${name}: ${breaks}`, text: parts.join(replace) };
};
/** Caught on the CPU. */
export const writtenMutants = (): Mutant[] => [...scheduleEdits, ...memoryEdits, ...numberEdits].map((edit) => applied(edit, "written"));
/** Of printed CUDA: caught by NVRTC, or by conformance on a GPU. */
export const cudaMutants = (): Mutant[] => cudaEdits.map((edit) => applied(edit, "cuda"));
