// Random tile programs on the GPU against the CPU back end, with the same bounds as against the simulator. Several programs are compiled in
// one module. Random per-thread programs on the GPU against JavaScript, bit for bit.
import { afterAll, expect, test } from "vitest";
import type { LoweredProgram } from "../codegen/ir/lowered.ts";
import { printProgram } from "../codegen/ir/print.ts";
import { Device } from "../runtime/cuda/device.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { cudaModule } from "./lib/cuda-module.ts";
import { runOnGpu as runCallOnGpu } from "../runtime/gpu-execution.ts";
import { checkExactOn, configurationOf } from "./exact-kernels.ts";
import { Random } from "./lib/random.ts";
import { withRandomThreads } from "./random-threads.ts";
import { type RandomKernel, randomKernel } from "./random-kernels/generate.ts";
import { runOnGpu } from "./random-kernels/device.ts";
import { disagreement, lowered, runOnCpu } from "./random-kernels/run.ts";

const device = Device.open();
afterAll(() => device.dispose());

const count = 600;
const perModule = 10;
interface Module {
  readonly kernels: readonly { readonly kernel: RandomKernel; readonly program: LoweredProgram }[];
  readonly compiled: ReturnType<typeof compileCuda>;
}
const moduleFrom = (first: number): Module => {
  const kernels = Array.from({ length: perModule }, (_, n) => randomKernel(first + n, (first + n) % 8)).flatMap((kernel) => {
    const program = lowered(kernel);
    return program ? [{ kernel, program }] : [];
  });
  const text = cudaModule(
    kernels.map(({ program }) => program),
    "sm_80",
  );
  const compiled = compileCuda(text, "random_kernels.cu", { architecture: device.architecture });
  compiled.catch(() => {});
  return { kernels, compiled };
};
test("the GPU and the CPU back end agree on 500 random programs", async () => {
  let ran = 0;
  const problems: string[] = [];
  // All are on their way to NVRTC before the first one runs.
  const modules = Array.from({ length: count / perModule }, (_, n) => moduleFrom(n * perModule));
  for (const { kernels, compiled } of modules) {
    const { cubin } = await compiled;
    for (const { kernel, program } of kernels) {
      const problem = disagreement(kernel, runOnCpu(kernel), runOnGpu(device, kernel, program, cubin));
      if (problem !== null) problems.push(`seed ${kernel.seed}, ${kernel.steps} steps: ${problem}\n${printProgram(kernel.program)}`);
      ran += 1;
    }
  }
  expect(problems.slice(0, 3).join("\n\n")).toBe("");
  expect(ran).toBeGreaterThanOrEqual(500);
}, 400_000);

test("the GPU and JavaScript agree on 60 random per-thread programs", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = new Random(seed);
    const choices = Array.from({ length: 60 }, () => Math.floor(10_000 * random.uniform()));
    await withRandomThreads(choices, 1 + (seed % 12), (one) =>
      checkExactOn(one, { [`on the GPU, seed ${seed}`]: (call) => runCallOnGpu(device, configurationOf(one), call) }),
    );
  }
}, 200_000);
