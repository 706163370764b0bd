// Lifetimes on a GPU whose driver is faked, which also sees what was never released, or twice.
import { afterEach, describe, expect, test, vi } from "vitest";
import { Device } from "./cuda/device.ts";
import { LaunchableKernel } from "./cuda/kernel.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { fakeGpu } from "./testing/fake-gpu.ts";
import { testLifetimes } from "./testing/lifetime-suite.ts";

vi.stubEnv("CUICA_CACHE", "off");
const { driver, faults } = fakeGpu(2);
afterEach(() => {
  expect(faults.violations).toEqual([]);
  expect(driver.alive).toEqual([]);
});

describe("on a GPU", testLifetimes);

test("a device frees what is left of it, though another one keeps the GPU's context", () => {
  using other = Device.open();
  const device = Device.open();
  DeviceTensor.allocate(device, "f32", [4]);
  device.dispose();
  expect(driver.alive).toEqual(["context"]);
  other.synchronize();
});
test("GPUs are apart", () => {
  using first = Device.open(0);
  using second = Device.open(1);
  using x = DeviceTensor.allocate(first, "f32", [4]);
  using y = DeviceTensor.allocate(second, "f32", [4]);
  x.zero();
  y.poison();
  expect([...x.toHost().toNumbers(), ...y.toHost().toNumbers()]).toEqual([0, 0, 0, 0, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});
test("more registers than the device has for a block's threads are refused at loading", () => {
  using device = Device.open();
  const image = { entry: "wide", parameters: [], registers: 255 };
  const load = (threads: number) => () =>
    LaunchableKernel.load(device, { ...image, cubin: Buffer.from(JSON.stringify(image)), threads, sharedBytes: 0 }).dispose();
  expect(load(256)).not.toThrow();
  expect(load(288)).toThrow(/CUI3006: wide: 288 threads of 255 registers, where Fake GPU has registers for 256/);
});
test("what a launch fails of is named", () => {
  using device = Device.open();
  const image = { entry: "affine", parameters: [] };
  using kernel = LaunchableKernel.load(device, { ...image, cubin: Buffer.from(JSON.stringify(image)), threads: 32, sharedBytes: 0 });
  faults.arm({ call: "cuLaunchKernelEx", nth: 1, status: 701 });
  expect(() => kernel.launch(device.stream, [1, 1, 1], [])).toThrow(
    /CUI3004: the launch of affine failed: CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES \(by cuLaunchKernelEx\)\n {2}help: .*fewer threads/,
  );
  kernel.launch(device.stream, [1, 1, 1], []);
});
test.each([
  [9, true, [[6, 1]]],
  [9, false, []],
  [8, true, []],
] as const)("capability %i, waits: %s: what the driver reads of a launch", (major, waits, attributes) => {
  driver.attributes = { 75: major };
  try {
    using device = Device.open();
    const image = { entry: "affine", parameters: [], waits };
    const kernel = LaunchableKernel.load(device, { ...image, cubin: Buffer.from(JSON.stringify(image)), threads: 96, sharedBytes: 640 });
    kernel.launch(device.stream, [3, 2, 5], []);
    kernel.dispose();
    expect(driver.lastLaunch).toEqual({ grid: [3, 2, 5], block: [96, 1, 1], sharedBytes: 640, attributes });
  } finally {
    driver.attributes = {};
  }
});
