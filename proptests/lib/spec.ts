// What a kernel's spec is made of, whoever executes it: a configuration, a call by argument names, and an execution that fills the outputs.
import { fileURLToPath } from "node:url";
import type { HostTensor } from "./tensors.ts";

/** Constants by name; dtypes by name too. */
export type Constants = Readonly<Record<string, number | boolean | string>>;
export interface KernelConfiguration { readonly file: string; readonly kernel: string; readonly problem: Constants; readonly tuning: Constants }
export interface KernelCall {
  readonly tensors: Readonly<Record<string, HostTensor | null>>;
  readonly scalars: Readonly<Record<string, number>>;
}
/** Runs a kernel on host tensors and writes its outputs in place. */
export type Execution = (configuration: KernelConfiguration, call: KernelCall) => void | Promise<void>;

/** Path of a file beside the module whose `import.meta.url` is given. */
export const besideModule = (url: string, name: string): string => fileURLToPath(new URL(name, url));
