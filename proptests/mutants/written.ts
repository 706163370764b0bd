// Mutants written by hand: a named edit of one place of the compiler's sources, and what it breaks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mutant, root } from "./mutant.ts";

/** One edit: `find` occurs exactly once in the file. */
export interface Edit {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly breaks: string;
}
const applied = ({ name, file, find, replace, breaks }: Edit, group: Mutant["group"]): Mutant => {
  const source = readFileSync(join(root, file), "utf8");
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`mutant '${name}': its text occurs ${parts.length - 1} times in ${file}, not once:\n${find}`);
  return { name, group, file, line: parts[0]!.split("\n").length, breaks: `${name}: ${breaks}`, text: parts.join(replace) };
};
export const writtenMutants = (): Mutant[] => [];
export const cudaMutants = (): Mutant[] => [];
export { applied };
