// Calls on the CPU, on the simulator, and on a GPU whose driver is faked: right ones run, wrong ones are refused before anything has happened.
import { afterAll, vi } from "vitest";
import { affine, affineTwice } from "./fixtures/launches.ts";
import { runOnCpu, runOnSimulator } from "./executions.ts";
import { HostTensor } from "./host-tensor.ts";
import { prepareOperator } from "./operator.ts";
import { prepareKernel } from "./prepare-kernel.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { Device } from "./cuda/device.ts";
import { fakeGpu } from "./testing/fake-gpu.ts";
import { gpuPlace, gpuWayNames, gpuWays } from "./testing/gpu-place.ts";
import { asOutput, byNames, configuration, type Place, testLaunches, type Way } from "./testing/launch-suite.ts";

vi.stubEnv("CUICA_CACHE", "off");
fakeGpu();
const device = Device.open();
afterAll(() => device.dispose());

const cpu: Place<HostTensor> = {
  memory: (dtype) => {
    const { data } = HostTensor.allocate(dtype, [1024]);
    data.set(Array.from({ length: 1024 }, (_, n) => n % 128));
    return (shape, strides, offset) => new HostTensor(dtype, shape, data, strides, offset);
  },
  numbers: (tensor) => [...tensor.toNumbers()],
  release: () => {},
  foreign: (shape) => DeviceTensor.allocate(device, "f32", shape),
};
const cpuWays = async (): Promise<readonly Way<HostTensor>[]> => {
  const kernel = await prepareKernel("cpu", affine);
  const js = await prepareKernel("js", affine);
  const operator = await prepareOperator(affineTwice, "cpu");
  return [
    { name: "prepareKernel", callee: "affine", run: ({ x, y, factor, shift, copies }) => kernel(x, y, factor, shift, copies) },
    { name: "prepareKernel as JavaScript", callee: "affine", run: ({ x, y, factor, shift, copies }) => js(x, y, factor, shift, copies) },
    { name: "runOnCpu", callee: "affine", run: (call) => runOnCpu(configuration, byNames(call)) },
    {
      name: "runOnSimulator",
      callee: "affine",
      run: (call) => void runOnSimulator(configuration, byNames(call), { seed: 1, target: "sm_80" }),
    },
    { name: "operator.run", callee: "affineTwice", run: async (call) => void (await operator.run(asOutput(call))) },
    { name: "operator.bind", callee: "affineTwice", run: async (call) => (await operator.bind(asOutput(call))).launch() },
  ];
};
testLaunches(
  "on the CPU",
  ["prepareKernel", "prepareKernel as JavaScript", "runOnCpu", "runOnSimulator", "operator.run", "operator.bind"],
  async () => ({
    place: cpu,
    ways: await cpuWays(),
  }),
);
testLaunches("on a GPU", gpuWayNames, async () => ({ place: gpuPlace(device), ways: await gpuWays(device) }));
