// Cases of kernels that speak of the GPU itself. (Where blocks run is no case: it differs from run to run.)
import type { ExactCase } from "../exact-kernels.ts";
import { allocate } from "../lib/tensors.ts";
import { ramp } from "./data.ts";
import { ahead, busy } from "./device.ts";

export const deviceCases: readonly ExactCase[] = [
  ...(["f32", "bf16", "f16"] as const).map(
    (dtype): ExactCase => ({
      kernel: ahead,
      problem: { dtype },
      tuning: { warps: 2, rows: 4 },
      tensors: { x: ramp(dtype, [10, 50]), y: allocate(dtype, [10, 50]) },
    }),
  ),
  ...[{}, { maxRegisters: 64 }, { maxRegisters: 255, blocksPerMultiprocessor: 2 }].map(
    (limits): ExactCase => ({
      kernel: busy,
      tuning: { warps: 2, ...limits },
      tensors: { x: ramp("f32", [70, 128]), y: allocate("f32", [70, 64]) },
    }),
  ),
];
