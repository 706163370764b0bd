// The Hopper matrix product compiles for sm_90a without a spill, and without the assembler's C75xx warnings, which mean that it serialised
// the asynchronous products.
import { expect, test } from "vitest";
import { emitCuda } from "../codegen/emit/cuda.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { type GemmOptions, hopperGemm } from "./hopper-gemm.ts";

const choices: readonly GemmOptions[] = [
  { n: 128, stages: 4, bMajor: "k" },
  { n: 128, stages: 4, bMajor: "n" },
  { n: 256, stages: 3, bMajor: "k" },
  { n: 256, stages: 3, bMajor: "n" },
];
test.each(choices)("$n columns, B contiguous along $bMajor", async (options) => {
  const text = emitCuda(hopperGemm(options), { target: "sm_90a", lineDirectives: false });
  const { log, resources } = await compileCuda(text, "hopper_gemm.cu", { architecture: "sm_90a" });
  expect(log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  expect(resources.spillBytes).toBe(0);
  expect(log).toContain("Compiling entry function 'hopper_gemm' for 'sm_90a'");
});
