// What a mutant is: one file of the compiler with another text. Nothing on disk changes: a process of its own is served the text.
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Mutant {
  /** Unique; of a generated mutant, its place by the text around it. */
  readonly name: string;
  readonly group: "generated" | "written" | "faults" | "cuda";
  /** From the repository's folder. */
  readonly file: string;
  readonly line: number;
  /** What it breaks. */
  readonly breaks: string;
  /** The whole file, mutated: TypeScript. */
  readonly text: string;
}
