// Random kernels on a GPU, from a module that holds them.
import type { LoweredProgram } from "../../codegen/ir/lowered.ts";
import type { Device } from "../../runtime/cuda/device.ts";
import { LaunchableKernel } from "../../runtime/cuda/kernel.ts";
import { DeviceTensor } from "../../runtime/cuda/tensor.ts";
import type { RandomKernel } from "./generate.ts";
import { type KernelTensors, launchOf, tensorsOf } from "./run.ts";

export const runOnGpu = (device: Device, kernel: RandomKernel, program: LoweredProgram, cubin: Uint8Array): KernelTensors => {
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
