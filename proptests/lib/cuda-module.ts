// Several programs as one text for NVRTC: each in a namespace of its own, for they may bring the same device functions.
import { emitCuda } from "../../codegen/emit/cuda.ts";
import type { LoweredProgram } from "../../codegen/ir/lowered.ts";

export const cudaModule = (programs: readonly LoweredProgram[], target: "sm_80" | "sm_90a"): string =>
  programs.map((program, n) => `namespace program_${n} {\n${emitCuda(program, { target, lineDirectives: false })}\n}`).join("\n");
