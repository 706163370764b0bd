// What a command of the `cuica` command line is. A command returns what it found as text and as data; `run.ts` prints one of the two, so
// that --json works alike everywhere and a command never ends the process.
import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ParseArgsConfig } from "node:util";

/** 0: all is well; 1: a check failed or a kernel does not compile; 2: wrong usage, or hardware or a library is missing. */
export type ExitCode = 0 | 1 | 2;
export interface Result {
  readonly exit: ExitCode;
  readonly text: string;
  /** What --json prints. */
  readonly data: unknown;
}
export interface Invocation {
  readonly positionals: readonly string[];
  /** Options; a list of those that may be given several times. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** Where long work stands: shown on a terminal only, and gone when the command ends. */
  progress(text: string): void;
  /** Shown at once, on standard output; nothing under --json. */
  show(text: string): void;
  /** One line of JSON at once, under --json alone. With an option --stream, the result's data are one more line. */
  showData(data: unknown): void;
  /** A remark on standard error, also under --json. */
  remark(text: string): void;
}
export interface Command {
  readonly name: string;
  /** Arguments behind the name, as usage lines show them. */
  readonly usage: string;
  readonly summary: string;
  /** What --help says beyond that: options, exit codes, examples. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** How many positional arguments it takes, at least and at most. */
  readonly positionals: readonly [number, number];
  run(invocation: Invocation): Promise<Result> | Result;
}

/** The command line is wrong: told without a stack, with a pointer to --help. */
export class UsageError extends Error {}

/** Text of an option, or the default. */
export const textOption = (invocation: Invocation, name: string, otherwise: string): string => {
  const value = invocation.values[name];
  return typeof value === "string" ? value : otherwise;
};
/** One of the allowed words. */
export const choiceOption = <const C extends string>(invocation: Invocation, name: string, choices: readonly C[], otherwise: C): C => {
  const value = textOption(invocation, name, otherwise);
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${name} is ${value}; it must be one of ${choices.join(", ")}`);
  return found;
};
/** A whole number of at least `least`. */
export const numberOption = (invocation: Invocation, name: string, least: number, otherwise: number): number => {
  const value = textOption(invocation, name, String(otherwise));
  if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(Number(value)) || Number(value) < least)
    throw new UsageError(`--${name} is ${value}; it must be a whole number of at least ${least}`);
  return Number(value);
};
/** Where a file goes that a command will write, or null for "". Its folder is made now, so that no long work ends in vain. */
export const outputOption = (invocation: Invocation, name: string, otherwise: string): string | null => {
  const path = textOption(invocation, name, otherwise);
  if (path === "") return null;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
    mkdirSync(dirname(resolve(path)), { recursive: true });
  } catch (error) {
    throw new UsageError(`--${name} is ${path}, which cannot be written: ${(error as Error).message}`);
  }
  return path;
};
