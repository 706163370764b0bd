// The GPU as one more execution over host tensors: inputs go to the device with their strides, outputs come back into the same storage.
// It verifies nothing first: it is what tests use to do so.
import { classify } from "../codegen/signature.ts";
import { isWritten } from "./call.ts";
import type { Device } from "./cuda/device.ts";
import { disposeAll } from "./cuda/resource.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import type { KernelCall } from "./executions.ts";
import { type KernelConfiguration, PreparedKernel, type TensorClasses } from "./prepare.ts";

/** Of small tensors, as a launch will find them, so that only the code that runs is compiled. */
const classesOf = (tensors: Readonly<Record<string, DeviceTensor | null>>): TensorClasses =>
  Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) => {
      if (!tensor) return [];
      const { dtype, shape, strides, pointer } = tensor;
      return [[name, classify({ dtype, tile: shape.map(() => 1) }, { shape, strides, address: Number(pointer) })]];
    }),
  );

export const runOnGpu = async (device: Device, configuration: KernelConfiguration, call: KernelCall): Promise<void> => {
  const tensors: Record<string, DeviceTensor | null> = {};
  let prepared: PreparedKernel | null = null;
  try {
    for (const [name, host] of Object.entries(call.tensors)) tensors[name] = host && DeviceTensor.fromHost(device, host);
    prepared = await PreparedKernel.create(device, configuration, { policy: "off", classes: classesOf(tensors) });
    await prepared.run({ tensors, scalars: call.scalars });
    device.stream.synchronize();
    for (const p of prepared.signature.parameters) {
      const [tensor, host] = [tensors[p.name], call.tensors[p.name]];
      if (tensor && host && p.kind === "tensor" && isWritten(p)) host.copyFrom(tensor.toHost());
    }
  } finally {
    disposeAll([...Object.values(tensors), prepared]);
  }
};
