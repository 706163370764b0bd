// Random tile programs on the GPU against the CPU back end, with the same bounds as against the simulator. Several programs are compiled in
// one module.
import { afterAll, expect, test } from "vitest";
import { emitCuda } from "../codegen/emit/cuda.ts";
import type { LoweredProgram } from "../codegen/ir/lowered.ts";
import { printProgram } from "../codegen/ir/print.ts";
import { Device } from "../runtime/cuda/device.ts";
import { LaunchableKernel } from "../runtime/cuda/kernel.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { type RandomKernel, randomKernel } from "./random-kernels/generate.ts";
import { disagreement, type KernelTensors, launchOf, lowered, runOnCpu, tensorsOf } from "./random-kernels/run.ts";

const device = Device.open();
afterAll(() => device.dispose());

const runOnGpu = (kernel: RandomKernel, program: LoweredProgram, cubin: Uint8Array): KernelTensors => {
  const { name: entry, parameters, threads, sharedBytes } = program;
  using launchable = LaunchableKernel.load(device, { cubin, entry, parameters, threads, sharedBytes });
  const tensors = tensorsOf(kernel);
  const onDevice = new Map([...tensors].map(([name, host]) => [name, DeviceTensor.fromHost(device, host)]));
  try {
    const { grid, values } = launchOf(kernel, tensors);
    launchable.launch(
      device.stream,
      [grid, 1, 1],
      values((_, name) => Number(onDevice.get(name)!.pointer)),
    );
    return new Map([...onDevice].map(([name, tensor]) => [name, tensor.toHost()]));
  } finally {
    for (const tensor of onDevice.values()) tensor.dispose();
  }
};

const count = 500;
const perModule = 10;
test(`the GPU and the CPU back end agree on ${count} random programs`, () => {
  let ran = 0;
  const problems: string[] = [];
  for (let first = 0; first < count; first += perModule) {
    const kernels = Array.from({ length: perModule }, (_, n) => randomKernel(first + n, (first + n) % 8)).flatMap(
      (kernel): { kernel: RandomKernel; program: LoweredProgram }[] => {
        const program = lowered(kernel);
        return program ? [{ kernel, program }] : [];
      },
    );
    const text = kernels.map(({ program }) => emitCuda(program, { target: "sm_80", lineDirectives: false })).join("\n");
    const { cubin } = compileCuda(text, "random_kernels.cu", { architecture: device.architecture });
    for (const { kernel, program } of kernels) {
      const problem = disagreement(kernel, runOnCpu(kernel), runOnGpu(kernel, program, cubin));
      if (problem !== null) problems.push(`seed ${kernel.seed}, ${kernel.steps} steps: ${problem}\n${printProgram(kernel.program)}`);
      ran += 1;
    }
  }
  expect(problems.slice(0, 3).join("\n\n")).toBe("");
  expect(ran).toBeGreaterThan(count / 2);
}, 400_000);
