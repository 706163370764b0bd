// Reports of kernels on a GPU: the same lines as everywhere, and the same results as without a buffer.
import { afterAll, beforeAll, expect, test } from "vitest";
import { AssertionFailure, printTo } from "../codegen/ir/report.ts";
import { Device } from "../runtime/cuda/device.ts";
import { Graph } from "../runtime/cuda/graph.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { prepareKernel } from "../runtime/prepare-kernel.ts";
import { checks, conditions, configurationOf, many, said, speaks } from "./report-kernels.ts";
import { runOnCpu } from "../runtime/executions.ts";

let device: Device;
beforeAll(() => {
  device = Device.open();
});
afterAll(() => {
  device.dispose();
  printTo(null);
});

test("lines are those of the CPU back end", async () => {
  const tensors = () => ({ x: HostTensor.fromNumbers("f32", [8], [0, 1, 2, 3, 4, 5, 6, -0.5]), y: HostTensor.allocate("f32", [8]) });
  const { lines: expected } = await said(() => runOnCpu(configurationOf(speaks), { tensors: tensors(), scalars: {} }));
  const { lines } = await said(() => runOnGpu(device, configurationOf(speaks), { tensors: tensors(), scalars: {} }));
  expect(lines).toEqual(expected);
});
test("conditions and bools are those of the CPU back end", async () => {
  const tensors = () => ({ x: HostTensor.fromNumbers("f32", [2], [2, -3]), flags: HostTensor.fromNumbers("bool", [2], [0, 1]) });
  const { lines: expected } = await said(() => runOnCpu(configurationOf(conditions), { tensors: tensors(), scalars: {} }));
  const { lines } = await said(() => runOnGpu(device, configurationOf(conditions), { tensors: tensors(), scalars: {} }));
  expect(lines).toEqual(expected);
});
test("a failed assertion is thrown by the next wait, and the kernel has done its work", async () => {
  using kernel = await prepareKernel(device, checks, { policy: "off", tuning: { warps: 2 } });
  using x = DeviceTensor.fromHost(device, HostTensor.fromNumbers("i32", [4], [0, 1, 12, 5]));
  using y = DeviceTensor.allocate(device, "i32", [4]);
  const { failure } = await said(async () => {
    await kernel(x, y);
    device.stream.synchronize();
  });
  expect(failure!.failures.map((line) => line.slice(line.indexOf("block"))).sort()).toEqual([
    "block 0, element [2]: assertion failed: all are below 10",
    "block 0, thread 3: assertion failed: none is 5",
  ]);
  expect([...y.toHost().toNumbers()]).toEqual([0, 2, 24, 10]);
  const bound = await kernel.bind(x, y);
  using graph = Graph.capture(device.stream, () => bound.launch());
  graph.launch();
  expect(() => device.stream.synchronize()).toThrow(AssertionFailure);
});
test("reports that do not fit are counted", async () => {
  const x = HostTensor.fromNumbers(
    "i32",
    [3000],
    Array.from({ length: 3000 }, (_, n) => Number(n === 2999)),
  );
  const { lines, failure } = await said(() => runOnGpu(device, configurationOf(many), { tensors: { x }, scalars: {} }));
  expect(failure).toMatchObject({ count: 1 });
  expect(lines).toContain(`many: ${3000 * 64 + 1 - 1024} more reports did not fit the buffer of 1024`);
});
