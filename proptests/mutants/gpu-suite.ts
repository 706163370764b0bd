// What a mutant of printed CUDA has to get past: NVRTC and, where CUICA_GPU=1 says that there is a GPU, conformance of every instruction, random
// programs and exact kernels there. The simulator, which knows no CUDA, says what must come out.
import { cudaModule } from "../lib/cuda-module.ts";
import { cudaText, compileKernel } from "../../codegen/compile.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { runOnGpu as runCallOnGpu } from "../../runtime/gpu-execution.ts";
import { difference, simulateCase } from "../conformance/case.ts";
import { compileCase, executeCase } from "../conformance/device.ts";
import { conformanceCases } from "../conformance/index.ts";
import { exactCases } from "../exact/cases.ts";
import { checkExactOn, configurationOf } from "../exact-kernels.ts";
import { runOnGpu } from "../random-kernels/device.ts";
import { type RandomKernel, randomKernel } from "../random-kernels/generate.ts";
import { disagreement, lowered, runOnSimulator } from "../random-kernels/run.ts";
import type { Check } from "./suite.ts";

const architecture = "sm_80";
const randomPrograms = Array.from({ length: 80 }, (_, seed): RandomKernel => randomKernel(seed, seed % 8));
/** One of each kernel, and every fifth case. */
const exact = exactCases.filter(({ kernel }, n) => n % 5 === 0 || exactCases.findIndex((one) => one.kernel === kernel) === n);

const compiles: Check = {
  name: "printed CUDA compiles",
  run: async () => {
    const cases = conformanceCases().map((one) => () => compileCase(one, one.target));
    const programs = randomPrograms.slice(0, 40).flatMap((kernel) => lowered(kernel) ?? []);
    const text = cudaModule(programs, architecture);
    const kernels = exact.map(
      (one) => () =>
        compileCuda(cudaText(compileKernel({ ...configurationOf(one), target: architecture, classes: {} })), one.kernel.name, {
          architecture,
        }),
    );
    const work = [() => compileCuda(text, "random_programs", { architecture }), ...kernels, ...cases];
    for (let first = 0; first < work.length; first += 8) await Promise.all(work.slice(first, first + 8).map((compile) => compile()));
  },
};

const onDevice = (name: string, run: (device: Device) => Promise<void>): Check => ({
  name,
  run: async () => {
    using device = Device.open();
    await run(device);
  },
});
const executes: readonly Check[] = [
  onDevice("conformance of every instruction on the GPU", async (device) => {
    for (const one of conformanceCases()) {
      if (one.target !== architecture && device.capability.major !== 9) continue;
      const { cubin } = await compileCase(one, device.architecture);
      const problem = difference(one, simulateCase(one), executeCase(device, one, cubin));
      if (problem !== null) throw new Error(`${one.subject}, ${one.detail}: ${problem}`);
    }
  }),
  onDevice("random tile programs on the GPU", async (device) => {
    const programs = randomPrograms.flatMap((kernel) => {
      const program = lowered(kernel);
      return program ? [{ kernel, program }] : [];
    });
    for (let first = 0; first < programs.length; first += 10) {
      const part = programs.slice(first, first + 10);
      const text = cudaModule(
        part.map(({ program }) => program),
        architecture,
      );
      const { cubin } = await compileCuda(text, "random_programs", { architecture: device.architecture });
      for (const { kernel, program } of part) {
        const problem = disagreement(kernel, runOnSimulator(kernel, program, 1), runOnGpu(device, kernel, program, cubin));
        if (problem !== null) throw new Error(`seed ${kernel.seed}, ${kernel.steps} steps: ${problem}`);
      }
    }
  }),
  onDevice("exact kernels on the GPU give JavaScript's bits", async (device) => {
    for (const one of exact) await checkExactOn(one, { "on the GPU": (call) => runCallOnGpu(device, configurationOf(one), call) });
  }),
];

export const checks: readonly Check[] = process.env["CUICA_GPU"] === "1" ? [compiles, ...executes] : [compiles];
