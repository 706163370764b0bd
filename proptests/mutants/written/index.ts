// Mutants written by hand: named edits of one place of the compiler's sources, each with what it breaks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mutant, root } from "../mutant.ts";
import { cudaEdits } from "./cuda.ts";
import type { Edit } from "./edit.ts";
import { exactNumberEdits } from "./exact-numbers.ts";
import { faultEdits } from "./faults.ts";
import { memoryEdits } from "./memory.ts";
import { numberEdits } from "./numbers.ts";
import { rangeEdits } from "./ranges.ts";
import { registerEdits } from "./registers.ts";
import { reportEdits, reportFaultEdits } from "./reports.ts";
import { scheduleEdits } from "./schedule.ts";

/** Mutants, and what is out of date: edits whose text is not in their file, once and only once. */
export interface Written {
  readonly mutants: readonly Mutant[];
  readonly stale: readonly string[];
}
const apply = (edits: readonly Edit[], group: Mutant["group"]): Written => {
  const stale: string[] = [];
  const mutants = edits.flatMap(({ name, file, find, replace, breaks }): Mutant[] => {
    const parts = readFileSync(join(root, file), "utf8").split(find);
    if (parts.length === 2)
      return [{ name, group, file, line: parts[0]!.split("\n").length, breaks: `${name}: ${breaks}`, text: parts.join(replace) }];
    stale.push(`mutant '${name}': its text occurs ${parts.length - 1} times in ${file}, not once`);
    return [];
  });
  return { mutants, stale };
};
/** Caught on the CPU. */
export const writtenMutants = (): Written =>
  apply(
    [...scheduleEdits, ...memoryEdits, ...registerEdits, ...numberEdits, ...rangeEdits, ...exactNumberEdits, ...reportEdits],
    "written",
  );
/** Of the run time: caught by its own tests. */
export const faultMutants = (): Written => apply([...faultEdits, ...reportFaultEdits], "faults");
/** Of printed CUDA: caught by NVRTC, or by conformance on a GPU. */
export const cudaMutants = (): Written => apply(cudaEdits, "cuda");
