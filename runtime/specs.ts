// Finds what a kernel or an operator promises: the spec of its name in `spec.ts` or `specs.ts` beside the file that declares it.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expectKind } from "../codegen/ir/runtime-error.ts";
import type { Constants, Spec } from "../proptests/lib/spec.ts";
import { RuntimeError } from "./cuda/errors.ts";

/** The module that may hold specs of a file's kernels; null if there is none. */
export const specModuleOf = (file: string): string | null =>
  ["spec.ts", "specs.ts"].map((name) => join(dirname(resolve(file)), name)).find((path) => existsSync(path)) ?? null;

const load = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
  (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Record<string, unknown>;

/** A spec that is of no use, which is no fault of what it is about. */
export const unusable = (text: string): RuntimeError =>
  new RuntimeError("CUI3015", text, "mend the spec, or set CUICA_VERIFY=off to run without it");

/** The spec of a kernel or operator by its name and file; null if no module beside the file exports one in an array `specs`. */
export const findSpec = async (file: string, name: string): Promise<Spec | null> => {
  expectKind("findSpec", "the file", file, typeof file === "string", "the path of a TypeScript file");
  const path = specModuleOf(file);
  if (path === null) return null;
  const { specs } = await load(path).catch((error: unknown) => {
    throw unusable(`${path} could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
  });
  return Array.isArray(specs) ? ((specs as readonly (Spec | null)[]).find((spec) => spec?.name === name) ?? null) : null;
};

/** Constants with a kernel's own where none are given. What is no kernel, an operator, has none. */
export const completeProblem = async ({ file, name }: Spec, problem: Constants): Promise<Constants> => {
  for (const value of Object.values(await load(file)))
    if (typeof value === "object" && value !== null && "defaults" in value && "name" in value && value.name === name)
      return { ...(value.defaults as { readonly problem: Constants } | undefined)?.problem, ...problem };
  return problem;
};
