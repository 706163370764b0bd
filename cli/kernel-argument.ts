// `<file>[#kernel]` and the options that give constants: which kernel is meant, and the constants it is compiled for. What is left out is
// the kernel's own; a name that the kernel does not have is an error that lists those it has.
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Constants } from "../codegen/compile.ts";
import { type KernelListing, listKernels } from "../codegen/frontend/index.ts";
import { type Invocation, UsageError } from "./command.ts";

export const constantOptions = {
  problem: { type: "string" },
  tuning: { type: "string" },
  constants: { type: "string" },
} as const;
export const constantHelp = `  --problem <json>    constants of what is computed, as '{"headDim":64}'; left out ones are the kernel's own
  --tuning <json>     constants of how: tile sizes, stages, warps
  --constants <json>  both in one object; each name finds its place`;

export const kernelsOf = (file: string): readonly KernelListing[] => {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no file ${file}`);
  if (found.isDirectory()) {
    const files = readdirSync(path).filter((name) => name.endsWith(".ts") && listKernels(join(path, name)).length > 0);
    const which =
      files.length > 0 ? `name one of its files: ${files.map((name) => join(file, name)).join(", ")}` : "no file of it declares a kernel";
    throw new UsageError(`${file} is a folder: ${which}`);
  }
  return listKernels(path);
};

/** Constants of one option; none if it is left out. */
export const parseConstants = (invocation: Invocation, option: keyof typeof constantOptions): Constants => {
  const text = invocation.values[option];
  if (typeof text !== "string") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--${option} is not JSON: ${text}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(`--${option} must be a JSON object, as '{"warps":8}'`);
  const odd = Object.entries(value).find(([, constant]) => !["number", "boolean", "string"].includes(typeof constant));
  if (odd) throw new UsageError(`--${option}: ${odd[0]} must be a number, true, false or a string`);
  return value as Constants;
};

/** Tuning constants that every kernel has. */
const commonTuning = ["warps", "maxRegisters", "blocksPerMultiprocessor"];

export interface ChosenKernel {
  readonly file: string;
  readonly kernel: string;
  /** All constants, with the kernel's own where none were given. */
  readonly problem: Constants;
  readonly tuning: Constants;
  /** Those given on the command line. */
  readonly given: { readonly problem: Constants; readonly tuning: Constants };
}

export const chooseKernel = (invocation: Invocation): ChosenKernel => {
  const argument = invocation.positionals[0]!;
  const [file = "", wanted] = argument.split("#");
  const listed = kernelsOf(file);
  const names = listed.map(({ name }) => name).join(", ");
  const found = wanted === undefined ? listed[0] : listed.find(({ name }) => name === wanted);
  if (listed.length === 0) throw new UsageError(`${file} declares no kernel`);
  if (wanted === undefined && listed.length > 1)
    throw new UsageError(`${file} declares ${names}: say which, as ${basename(file)}#${listed[0]!.name}`);
  if (!found) throw new UsageError(`${file} declares no kernel ${wanted}; it declares ${names}`);
  const { problem, tuning } = found.defaults;
  const own = (constants: Constants, name: string): boolean => Object.hasOwn(constants, name);
  const isTuning = (name: string): boolean => own(tuning, name) || (commonTuning.includes(name) && !own(problem, name));
  const both = Object.entries(parseConstants(invocation, "constants"));
  const stray = both.find(([name]) => !own(problem, name) && !isTuning(name));
  if (stray) {
    const known = [...new Set([...Object.keys(problem), ...Object.keys(tuning), ...commonTuning])];
    throw new UsageError(`${found.name} has no constant ${stray[0]}; it has ${known.join(", ")}`);
  }
  const given = {
    problem: { ...Object.fromEntries(both.filter(([name]) => !isTuning(name))), ...parseConstants(invocation, "problem") },
    tuning: { ...Object.fromEntries(both.filter(([name]) => isTuning(name))), ...parseConstants(invocation, "tuning") },
  };
  return {
    file: resolve(file),
    kernel: found.name,
    problem: { ...problem, ...given.problem },
    tuning: { ...tuning, ...given.tuning },
    given,
  };
};
