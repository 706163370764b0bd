// The tensors of a GPU, and every way to call a kernel or an operator there, for the suite of calls.
import type { Device } from "../cuda/device.ts";
import { disposeAll } from "../cuda/resource.ts";
import { Stream } from "../cuda/stream.ts";
import { DeviceTensor } from "../cuda/tensor.ts";
import { affine, affineTwice } from "../fixtures/launches.ts";
import { HostTensor } from "../host-tensor.ts";
import { prepareOperator } from "../operator.ts";
import { PreparedKernel } from "../prepare.ts";
import { prepareKernel } from "../prepare-kernel.ts";
import { asOutput, byNames, configuration, type Place, type Way } from "./launch-suite.ts";

export const gpuPlace = (device: Device): Place<DeviceTensor> => {
  const memories: DeviceTensor[] = [];
  return {
    memory: (dtype) => {
      const numbers = Array.from({ length: 1024 }, (_, n) => n % 128);
      const memory = DeviceTensor.fromHost(device, HostTensor.fromNumbers(dtype, [1024], numbers));
      memories.push(memory);
      return (shape, strides, offset) => memory.strided(shape, strides, offset);
    },
    numbers: (tensor) => [...tensor.toHost().toNumbers()],
    release: () => disposeAll(memories.splice(0)),
    foreign: (shape) => HostTensor.allocate("f32", shape),
  };
};

export const gpuWayNames = [
  "prepareKernel",
  "prepareKernel.on",
  "prepareKernel.bind",
  "PreparedKernel.run",
  "operator.run",
  "operator.bind",
];
export const gpuWays = async (device: Device): Promise<readonly Way<DeviceTensor>[]> => {
  const kernel = await prepareKernel(device, affine, { policy: "off" });
  const prepared = await PreparedKernel.create(device, configuration, { policy: "off" });
  const operator = await prepareOperator(affineTwice, device, "off");
  const stream = Stream.create(device);
  const runs: Readonly<Record<string, Way<DeviceTensor>["run"]>> = {
    prepareKernel: ({ x, y, factor, shift, copies }) => kernel(x, y, factor, shift, copies),
    "prepareKernel.on": async ({ x, y, factor, shift, copies }) => {
      await kernel.on(stream, x, y, factor, shift, copies);
      stream.synchronize();
    },
    "prepareKernel.bind": async ({ x, y, factor, shift, copies }) => (await kernel.bind(x, y, factor, shift, copies)).launch(),
    "PreparedKernel.run": (call) => prepared.run(byNames(call)),
    "operator.run": async (call) => void (await operator.run(asOutput(call))),
    "operator.bind": async (call) => {
      using bound = await operator.bind(asOutput(call));
      bound.launch();
    },
  };
  return gpuWayNames.map((name) => ({ name, callee: name.startsWith("operator") ? "affineTwice" : "affine", run: runs[name]! }));
};
