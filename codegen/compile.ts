// The compiler's front door: a kernel of a TypeScript file and its constants in, every form of it out. Nothing here touches a GPU, and
// TypeScript itself is loaded by the first kernel that is really compiled.
import { operations } from "../dsl/ops/index.ts";
import { emitCuda } from "./emit/cuda.ts";
import { readKernel } from "./frontend/index.ts";
import type { LoweredProgram } from "./ir/lowered.ts";
import { gridOf, type Integer } from "./ir/plan.ts";
import type { TileProgram } from "./ir/tile.ts";
import { verifyLowered } from "./ir/verify.ts";
import { lowerProgram } from "./lowering/program.ts";
import { runPasses, type Stage } from "./passes/pipeline.ts";

/** Compile-time constants as callers pass them; dtypes by name. */
export type Constants = Readonly<Record<string, number | boolean | string>>;

/**
 * What the caller promises of one tensor argument. `aligned`: the last axis has stride 1, base and all other strides are multiples
 * of 16 bytes, and offsets inside a tile fit 32 bits. `generic` promises nothing and always exists.
 */
export type TensorClass = "aligned" | "generic";

export type Target = "sm_80" | "sm_90a";

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
export const readTile = (request: KernelRequest): TileProgram => readKernel(request);

/** Tile IR to lowered IR through all passes; `observe` sees each stage. */
export const lowerTile = (tile: TileProgram, { classes, target }: Pick<KernelRequest, "classes" | "target">, observe?: (stage: Stage) => void): LoweredProgram => {
  const lowered = lowerProgram(tile, runPasses(tile.body, operations, observe), classes, operations);
  const problems = verifyLowered(lowered, target);
  if (problems.length > 0) throw new Error(`the lowered program of ${tile.name} is not valid:\n${problems.slice(0, 10).join("\n")}`);
  return lowered;
};

export const compileKernel = (request: KernelRequest, observe?: (stage: Stage) => void): CompiledKernel => {
  const tile = readTile(request);
  return { request, tile, lowered: lowerTile(tile, request, observe), grid: gridOf(tile) };
};

export const cudaText = (kernel: CompiledKernel): string => emitCuda(kernel.lowered, { target: kernel.request.target, lineDirectives: true });
