// What a kernel's spec is made of, whoever executes it: a configuration, a call by argument names, and an execution that fills the outputs.
// A kernel's `spec.ts` (or a folder's `specs.ts`) exports its specs as the array `specs`; `verify` finds them there by name.
import { fileURLToPath } from "node:url";
import type fc from "fast-check";
import type { HostTensor } from "./tensors.ts";

/** Constants by name; dtypes by name too. */
export type Constants = Readonly<Record<string, number | boolean | string>>;
export interface KernelConfiguration {
  readonly file: string;
  readonly kernel: string;
  readonly problem: Constants;
  readonly tuning: Constants;
}
export interface KernelCall {
  readonly tensors: Readonly<Record<string, HostTensor | null>>;
  readonly scalars: Readonly<Record<string, number | bigint>>;
}
/** Runs a kernel on host tensors and writes its outputs in place. */
export type Execution = (configuration: KernelConfiguration, call: KernelCall) => void | Promise<void>;

/** What a kernel or an operator promises, as random cases and their check. A case is plain data, so that a report can show it. */
export interface Spec<Case = unknown> {
  /** Name of the kernel or operator, and path of the file that declares it. */
  readonly name: string;
  readonly file: string;
  /** Configurations that are checked if none is chosen. */
  readonly tunings: readonly Constants[];
  /** Cases around a tuning's tiles; of one problem, if it is given. `work`: about the most multiplications of a case. */
  cases(options: CaseOptions): fc.Arbitrary<Case>;
  /** Runs a case and throws unless all that is promised holds. */
  check(one: Case, tuning: Constants, execute: Execution): Promise<void>;
}
export interface CaseOptions {
  readonly tuning: Constants;
  readonly problem?: Constants | undefined;
  readonly work: number;
}

/** Path of a file beside the module whose `import.meta.url` is given. */
export const besideModule = (url: string, name: string): string => fileURLToPath(new URL(name, url));
