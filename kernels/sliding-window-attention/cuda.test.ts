// The CUDA of attention: its text for review, and proof without a GPU that NVRTC takes every shipped configuration, without a spill but for
// those listed, and without a warning that products are serialised. Re-record the golden file with `npx vitest run -u`.
import { describe, expect, test } from "vitest";
import { type CompiledKernel, compileKernel, cudaText, type Target } from "../../codegen/compile.ts";
import { besideModule } from "../../proptests/lib/spec.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { attentionTuning } from "./operator.ts";

const plain = { dtype: "bf16", hasSoftcap: false, hasSinks: false, packed: false, bottomRight: false, cached: false };
const compile = (headDim: number, options: Partial<typeof plain>, target: Target): CompiledKernel =>
  compileKernel({
    file: besideModule(import.meta.url, "kernel.ts"),
    kernel: "attentionForward",
    problem: { ...plain, ...options, headDim, valueDim: headDim },
    tuning: attentionTuning(headDim, headDim, !options.hasSoftcap && !options.packed && !options.cached),
    target,
    classes: {},
  });

test("text, with positions relative to the package", async () => {
  const kernel = compileKernel({
    file: besideModule(import.meta.url, "kernel.ts"),
    kernel: "attentionForward",
    problem: {},
    tuning: {},
    target: "sm_80",
    classes: {},
  });
  const text = cudaText(kernel);
  expect(text).toContain('"kernels/sliding-window-attention/kernel.ts"');
  await expect(text).toMatchFileSnapshot("golden/attentionForward.sm_80.cu");
});

// Kernels compiled for sm_80 also run on Hopper, where the assembler is another one.
describe.each(["sm_80", "sm_90a"] as const)("compiles for %s without spills", (architecture) => {
  test.each(
    [64, 96, 128, 192, 256].flatMap(
      (headDim) =>
        [
          [headDim, "plain", {}],
          [headDim, "softcap and sinks, packed", { hasSoftcap: true, hasSinks: true, packed: true, bottomRight: true }],
          [headDim, "cached", { cached: true, dtype: "f16" }],
        ] as const,
    ),
  )("head dim %i, %s", async (headDim, _, options) => {
    const { log, resources } = await compileCuda(cudaText(compile(headDim, options, "sm_80")), "attentionForward.cu", { architecture });
    expect({ spillBytes: resources.spillBytes, warning: /\(C\d{4}\)|ptxas warning/.exec(log)?.[0] }).toEqual({
      spillBytes: 0,
      warning: undefined,
    });
  });
});
