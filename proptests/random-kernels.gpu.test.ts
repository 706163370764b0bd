// Random tile programs on the GPU against the simulator: integers and exact floats bit for bit, others within the bounds that the program itself
// has. Several programs are compiled in one module; one that fails is shrunk. Random per-thread programs on the GPU against JavaScript, bit for bit.
import fc from "fast-check";
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
import { type RandomKernel, randomKernel, randomKernelArbitrary } from "./random-kernels/generate.ts";
import { runOnGpu } from "./random-kernels/device.ts";
import { disagreement, lowered, runOnSimulator } from "./random-kernels/run.ts";

const device = Device.open();
afterAll(() => device.dispose());

interface Choice {
  readonly seed: number;
  readonly steps: number;
}
interface Module {
  readonly kernels: readonly { readonly choice: Choice; readonly kernel: RandomKernel; readonly program: LoweredProgram }[];
  readonly compiled: ReturnType<typeof compileCuda>;
}
const moduleOf = (choices: readonly Choice[]): Module => {
  const kernels = choices.flatMap((choice) => {
    const kernel = randomKernel(choice.seed, choice.steps);
    const program = lowered(kernel);
    return program ? [{ choice, kernel, program }] : [];
  });
  const text = cudaModule(
    kernels.map(({ program }) => program),
    "sm_80",
  );
  const compiled = compileCuda(text, "random_kernels.cu", { architecture: device.architecture });
  compiled.catch(() => {});
  return { kernels, compiled };
};
/** The choices whose programs differ, and where. */
const failures = async ({ kernels, compiled }: Module): Promise<Map<Choice, string>> => {
  const { cubin } = await compiled;
  const found = new Map<Choice, string>();
  for (const { choice, kernel, program } of kernels) {
    const problem = disagreement(kernel, runOnSimulator(kernel, program, 1), runOnGpu(device, kernel, program, cubin));
    if (problem !== null) found.set(choice, `${problem}\n${printProgram(kernel.program)}`);
  }
  return found;
};
test("the GPU and the simulator agree on 500 random programs", async () => {
  const perModule = 10;
  const choices = fc.sample(randomKernelArbitrary, { numRuns: 640, seed: 14 });
  // All are on their way to NVRTC before the first one runs.
  const modules = Array.from({ length: choices.length / perModule }, (_, n) => moduleOf(choices.slice(n * perModule, (n + 1) * perModule)));
  let ran = 0;
  for (const module of modules) {
    const failing = [...(await failures(module)).keys()];
    // Once more by itself, and smaller and smaller.
    for (const choice of failing.slice(0, 1))
      await fc.assert(
        fc.asyncProperty(randomKernelArbitrary, async (one) => {
          for (const problem of (await failures(moduleOf([one]))).values()) throw new Error(problem);
        }),
        { examples: [[choice]], numRuns: 1 },
      );
    expect(failing).toEqual([]);
    ran += module.kernels.length;
  }
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
