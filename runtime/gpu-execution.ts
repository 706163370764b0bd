// The GPU as one more execution over host tensors: inputs go to the device with their strides, outputs come back into the same storage.
// It verifies nothing first: it is what tests use to do so.
import { classify } from "../codegen/signature.ts";
import type { Device } from "./cuda/device.ts";
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
  const tensors = Object.fromEntries(
    Object.entries(call.tensors).map(([name, host]) => [name, host && DeviceTensor.fromHost(device, host)] as const),
  );
  let prepared: PreparedKernel | null = null;
  try {
    prepared = await PreparedKernel.create(device, configuration, { policy: "off", classes: classesOf(tensors) });
    await prepared.run({ tensors, scalars: call.scalars });
    device.stream.synchronize();
    for (const p of prepared.signature.parameters) {
      const [tensor, host] = [tensors[p.name], call.tensors[p.name]];
      if (tensor && host && p.kind === "tensor" && (p.access === "write" || p.access === "update")) host.copyFrom(tensor.toHost());
    }
  } finally {
    for (const tensor of Object.values(tensors)) tensor?.dispose();
    prepared?.dispose();
  }
};
