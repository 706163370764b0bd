// The compiler's front door: a kernel of a TypeScript file and its constants in, every form of it out. Nothing here touches a GPU, and
// TypeScript itself is loaded by the first kernel that is really compiled.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { operations } from "../dsl/ops/index.ts";
import { CompileError, Diagnostic, type DiagnosticCode } from "./diagnostics.ts";
import { emitCuda } from "./emit/cuda.ts";
import { readKernel } from "./frontend/index.ts";
import { largest, sharedTiles } from "./frontend/limits.ts";
import type { LoweredProgram } from "./ir/lowered.ts";
import { expectKind } from "./ir/runtime-error.ts";
import { gridOf, type Integer } from "./ir/plan.ts";
import type { TileProgram } from "./ir/tile.ts";
import type { Position } from "./ir/types.ts";
import { verifyForAuthor } from "./ir/verify.ts";
import { LayoutError } from "./layout/constraints.ts";
import { LoweringError } from "./lowering/context.ts";
import { lowerProgram } from "./lowering/program.ts";
import { runPasses, type Stage } from "./passes/pipeline.ts";
import { checkRequest } from "./request.ts";
import { type Target, targets } from "./targets.ts";

export type { Target } from "./targets.ts";

/** Compile-time constants as callers pass them; dtypes by name. */
export type Constants = Readonly<Record<string, number | boolean | string>>;

/**
 * What the caller promises of one tensor argument. `aligned`: the last axis has stride 1, base and all other strides are multiples
 * of 16 bytes, and offsets inside a tile fit 32 bits. `generic` promises nothing and always exists.
 */
export type TensorClass = "aligned" | "generic";

export interface KernelRequest {
  /** Path of the TypeScript file, and the kernel's given name in it. */
  readonly file: string;
  readonly kernel: string;
  readonly problem: Constants;
  readonly tuning: Constants;
  readonly target: Target;
  /** By tensor parameter name; tensors left out are `aligned`. */
  readonly classes: Readonly<Record<string, TensorClass>>;
}

export interface CompiledKernel {
  readonly request: KernelRequest;
  readonly tile: TileProgram;
  readonly lowered: LoweredProgram;
  /** Blocks of a launch. */
  readonly grid: Integer;
}

/** TypeScript to tile IR; throws CompileError with every diagnostic of the kernel. */
export const readTile = (request: KernelRequest): TileProgram => {
  checkRequest("readTile", request);
  expectKind("readTile", "`file` of the configuration", request.file, existsSync(request.file), "a file that exists");
  return readKernel(request);
};

const readable = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
const refuse = (code: DiagnosticCode, position: Position, parts: readonly string[]): never => {
  throw new CompileError([new Diagnostic(code, position, parts)], readable);
};
/** What lowering finds out late is told like everything else: with a code and a place in the source. */
const explained = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof LayoutError) return refuse("CUI6001", error.holder.position, [error.message, error.help]);
    if (error instanceof LoweringError) return refuse("CUI6002", error.position, [error.message, error.help]);
    throw error;
  }
};

/** Tile IR to lowered IR through all passes; `observe` sees each stage. */
export const lowerTile = (
  tile: TileProgram,
  { classes, target }: Pick<KernelRequest, "classes" | "target">,
  observe?: (stage: Stage) => void,
): LoweredProgram => {
  const { sharedBytes } = targets[target];
  const lowered = explained(() => lowerProgram(tile, runPasses(tile.body, operations, observe), classes, operations, target));
  if (lowered.sharedBytes > sharedBytes) {
    const position = (largest(sharedTiles(tile.body)) ?? tile.body[0])!.position;
    refuse("CUI6003", position, [`${lowered.sharedBytes}`, target, `${sharedBytes}`]);
  }
  const { problems, unassigned } = verifyForAuthor(lowered, target);
  if (unassigned.length > 0)
    throw new CompileError(
      unassigned.map((read) => new Diagnostic("CUI6005", read.position, [read.register])),
      readable,
    );
  if (problems.length > 0) throw new Error(`the lowered program of ${tile.name} is not valid:\n${problems.slice(0, 10).join("\n")}`);
  return lowered;
};

export const compileKernel = (request: KernelRequest, observe?: (stage: Stage) => void): CompiledKernel => {
  const tile = readTile(request);
  return { request, tile, lowered: lowerTile(tile, request, observe), grid: gridOf(tile) };
};

/** The nearest folder above a file that holds a package.json, or the file's own. */
const packageFolder = (file: string): string => {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return dirname(file);
};
/** CUDA text, the same wherever the package lies: line directives name files relative to it. */
export const cudaText = (kernel: CompiledKernel): string =>
  emitCuda(kernel.lowered, { target: kernel.request.target, lineDirectives: true, folder: packageFolder(kernel.request.file) });
