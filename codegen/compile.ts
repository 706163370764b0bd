// The compiler's front door: a kernel of a TypeScript file and its constants in, every form of it out. Nothing here touches a GPU.
import type { LoweredProgram } from "./ir/lowered.ts";
import type { TileProgram } from "./ir/tile.ts";

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
  readonly target: "sm_80" | "sm_90a";
  /** By tensor parameter name; tensors left out are `aligned`. */
  readonly classes: Readonly<Record<string, TensorClass>>;
}

export interface CompiledKernel {
  readonly request: KernelRequest;
  readonly tile: TileProgram;
  readonly lowered: LoweredProgram;
  readonly cuda: string;
  /** C identifier of the entry point. */
  readonly entry: string;
}
