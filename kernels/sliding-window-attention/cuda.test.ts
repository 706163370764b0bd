// The CUDA of attention: its text for review, and proof without a GPU that NVRTC takes every shipped configuration, without a spill but for
// those listed, and without a warning that products are serialised. Re-record the golden file with `npx vitest run -u`.
import { describe, expect, test } from "vitest";
import { type CompiledKernel, compileKernel, cudaText, type Target } from "../../codegen/compile.ts";
import { besideModule } from "../../proptests/lib/spec.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { attentionTuning } from "./operator.ts";

interface Options {
  readonly dtype: "f32" | "bf16" | "f16";
  readonly hasSoftcap: boolean;
  readonly hasSinks: boolean;
  readonly packed: boolean;
  readonly bottomRight: boolean;
  readonly cached: boolean;
}
const plain: Options = { dtype: "bf16", hasSoftcap: false, hasSinks: false, packed: false, bottomRight: false, cached: false };
const compile = (headDim: number, options: Partial<Options>, target: Target): CompiledKernel =>
  compileKernel({
    file: besideModule(import.meta.url, "kernel.ts"),
    kernel: "attentionForward",
    problem: { ...plain, ...options, headDim, valueDim: headDim, precision: options.dtype === "f32" ? "3xtf32" : "ieee" },
    tuning: attentionTuning(headDim, headDim, !options.hasSoftcap && !options.packed && !options.cached, options.dtype),
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
          [headDim, "f32", { dtype: "f32" }],
          [headDim, "f32, cached", { cached: true, dtype: "f32" }],
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
