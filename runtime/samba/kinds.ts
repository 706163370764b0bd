// Whether what an entry of `./samba` was given is of the kind that its type says: callers in JavaScript have no types. What is refused is CUI3029, with
// the entry's name; values of the right kind that mean nothing have codes of their own.
import { expectKind, isObject } from "../../codegen/ir/runtime-error.ts";
import { isConfig, type SambaConfig } from "./config.ts";
import type { NamedTensors } from "./weights/named-tensors.ts";

export const expectConfig = (callee: string, config: SambaConfig): void =>
  expectKind(callee, "the config", config, isConfig(config), "a config: sambaConfig({ … })");
export const expectParameters = (callee: string, parameters: NamedTensors): void =>
  expectKind(
    callee,
    "the parameters",
    parameters,
    isObject(parameters) && [parameters.names, parameters.facts, parameters.get].every((one) => typeof one === "function"),
    "tensors by name: namedTensors(…), or a folder's",
  );
export const expectOptions = (callee: string, options: unknown): void =>
  expectKind(callee, "the options", options, isObject(options), "an object of options");
export const expectPath = (callee: string, path: string): void =>
  expectKind(callee, "the path", path, typeof path === "string", "a string");
/** Numbers: whether they are tokens is for the vocabulary to say. */
export const expectTokens = (callee: string, what: string, tokens: readonly number[]): void =>
  expectKind(callee, what, tokens, Array.isArray(tokens) && tokens.every((token) => typeof token === "number"), "an array of tokens");
interface Class {
  readonly name: string;
  [Symbol.hasInstance](value: unknown): boolean;
}
/** An instance of a class, or nothing. */
export const expectOptional = (callee: string, what: string, value: unknown, kind: Class): void =>
  expectKind(callee, what, value, value === undefined || kind[Symbol.hasInstance](value), `a ${kind.name}, or left out`);
export const expectInstance = (callee: string, what: string, value: unknown, kind: Class): void =>
  expectKind(callee, what, value, kind[Symbol.hasInstance](value), `a ${kind.name}`);
