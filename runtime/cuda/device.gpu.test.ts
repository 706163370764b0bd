import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doctor, formatDoctor } from "../doctor.ts";
import { HostTensor } from "../host-tensor.ts";
import { Device, gpuAvailable } from "./device.ts";
import { driver, driverVersion } from "./driver.ts";
import { CudaError } from "./errors.ts";
import { Event } from "./event.ts";
import { Stream } from "./stream.ts";
import { DeviceTensor } from "./tensor.ts";
import { TensorMap } from "./tensor-map.ts";

let device: Device;
beforeAll(() => {
  device = Device.open();
});
afterAll(() => device.dispose());
const failure = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
};

describe("a device", () => {
  test("tells what it is", () => {
    expect(gpuAvailable()).toBe(true);
    expect(device.name).not.toBe("");
    expect(device.capability.major).toBeGreaterThanOrEqual(8);
    expect(device.limits.multiprocessors).toBeGreaterThan(0);
    expect(device.limits.threadsPerBlock).toBe(1024);
    expect(device.limits.sharedPerBlock).toBe(48 * 1024);
    expect(device.limits.sharedPerBlockOptIn).toBeGreaterThanOrEqual(99 * 1024);
    expect(device.limits.grid).toEqual([2 ** 31 - 1, 65535, 65535]);
    expect(device.memory().total).toBeGreaterThan(2 ** 30);
    expect(driverVersion().cuda).toMatch(/^\d+\.\d$/);
  });
  test("is seen by the doctor", () => {
    const report = doctor();
    expect(report.canLaunch).toBe(true);
    expect(formatDoctor(report)).toContain(device.name);
    // The doctor has opened and closed the same device: this one must go on working.
    device.synchronize();
  });
  test("that does not exist is refused", () => {
    expect(() => Device.open(999)).toThrow("CUI3005");
  });
  test("errors carry the driver's name and text", () => {
    const error = failure(() => driver.cuMemAllocAsync(new BigUint64Array(1), 2n ** 42n, device.stream.handle));
    expect(error).toBeInstanceOf(CudaError);
    expect(error).toMatchObject({ driverName: "CUDA_ERROR_OUT_OF_MEMORY", call: "cuMemAllocAsync", code: "CUI3004" });
    expect((error as Error).message).toContain("out of memory");
  });
});

describe("tensors", () => {
  test.each(["f32", "f16", "bf16", "i32", "u32", "bool"] as const)("of %s come back as they went", (dtype) => {
    const host = HostTensor.fromNumbers(
      dtype,
      [3, 5],
      Array.from({ length: 15 }, (_, n) => (dtype === "bool" ? n % 2 : n * 3)),
    );
    using tensor = DeviceTensor.fromHost(device, host);
    expect([...tensor.toHost().data]).toEqual([...host.data]);
  });
  test("keep strides with gaps", () => {
    const host = HostTensor.allocate("i32", [2, 3], [8, 2]).poison();
    for (let n = 0; n < 6; n++) host.set([Math.floor(n / 3), n % 3], n);
    using tensor = DeviceTensor.fromHost(device, host);
    const back = tensor.toHost();
    expect(back.strides).toEqual([8, 2]);
    expect([...back.toNumbers()]).toEqual([0, 1, 2, 3, 4, 5]);
  });
  test("have views without copies", () => {
    using tensor = DeviceTensor.fromHost(
      device,
      HostTensor.fromNumbers(
        "f32",
        [2, 3, 4],
        Array.from({ length: 24 }, (_, n) => n),
      ),
    );
    const middle = tensor.slice(1, 1, 2);
    expect(middle.pointer).toBe(tensor.pointer + 16n);
    expect([...middle.toHost().toNumbers()]).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23]);
    const column = tensor.select(2, 3);
    expect(column.shape).toEqual([2, 3]);
    expect([...column.toHost().toNumbers()]).toEqual([3, 7, 11, 15, 19, 23]);
    const flipped = tensor.select(0, 1).transpose(0, 1);
    expect(flipped.shape).toEqual([4, 3]);
    expect([...flipped.toHost().toNumbers()]).toEqual([12, 16, 20, 13, 17, 21, 14, 18, 22, 15, 19, 23]);
    expect(tensor.reshape([6, 4]).select(0, 5).pointer).toBe(tensor.pointer + 80n);
    middle.dispose();
    expect(tensor.toHost().get([1, 2, 3])).toBe(23);
    expect(() => middle.reshape([16])).toThrow("without a copy");
    expect(() => tensor.slice(1, 2, 2)).toThrow("CUI3008");
    expect(() => tensor.select(3, 0)).toThrow("no axis 3");
  });
  test("take a host tensor of other strides, but not into gaps", () => {
    using tensor = DeviceTensor.allocate(device, "bf16", [2, 3]);
    const transposed = HostTensor.allocate("bf16", [2, 3], [1, 2]);
    for (let n = 0; n < 6; n++) transposed.set([Math.floor(n / 3), n % 3], n);
    tensor.copyFromHost(transposed);
    expect([...tensor.toHost().toNumbers()]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() => tensor.slice(1, 0, 2).copyFromHost(HostTensor.allocate("bf16", [2, 2]))).toThrow("a view with gaps");
    tensor.slice(0, 1, 1).copyFromHost(HostTensor.fromNumbers("bf16", [1, 3], [7, 8, 9]));
    expect([...tensor.toHost().toNumbers()]).toEqual([0, 1, 2, 7, 8, 9]);
  });
  test("are copied, zeroed and poisoned on the device", () => {
    using source = DeviceTensor.fromHost(device, HostTensor.fromNumbers("f32", [4], [1, 2, 3, 4]));
    using target = DeviceTensor.allocate(device, "f32", [4]);
    target.poison();
    expect([...target.toHost().toNumbers()]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    target.copyFrom(source);
    target.slice(0, 0, 2).zero();
    expect([...target.toHost().toNumbers()]).toEqual([0, 0, 3, 4]);
    expect(() => target.copyFrom(source.slice(0, 0, 3))).toThrow("CUI3008");
  });
  test("may be empty", () => {
    using tensor = DeviceTensor.fromHost(device, HostTensor.allocate("f32", [0, 4]));
    tensor.zero();
    expect(tensor.toHost().data.length).toBe(0);
    expect(tensor.pointer).not.toBe(0n);
  });
  test("cannot be used after their disposal, nor through a view", () => {
    const tensor = DeviceTensor.allocate(device, "f32", [4]);
    const view = tensor.slice(0, 1, 2);
    tensor.dispose();
    tensor.dispose();
    expect(() => view.pointer).toThrow("CUI3009");
  });
  test("give their memory back to the pool", () => {
    const before = device.memory().free;
    for (let n = 0; n < 50; n++) DeviceTensor.allocate(device, "f32", [64 * 2 ** 20]).dispose();
    device.synchronize();
    expect(before - device.memory().free).toBeLessThan(2 * 2 ** 30);
  });
  test("count as used while they live, and in the peak behind that", () => {
    device.synchronize();
    device.resetPeak();
    const before = device.memory();
    expect(before.peak).toBe(before.used);
    const bytes = 3 * 2 ** 20;
    const tensor = DeviceTensor.allocate(device, "i8", [bytes]);
    device.synchronize();
    expect(device.memory().used - before.used).toBeGreaterThanOrEqual(bytes);
    tensor.dispose();
    device.synchronize();
    const { used, peak } = device.memory();
    expect(used).toBe(before.used);
    expect(peak - before.used).toBeGreaterThanOrEqual(bytes);
  });
});

describe("streams and events", () => {
  test("order work and measure it", async () => {
    using other = Stream.create(device);
    using start = Event.create(device);
    using end = Event.create(device);
    using tensor = DeviceTensor.allocate(device, "f32", [2 ** 24]);
    start.record(device.stream);
    tensor.zero();
    end.record(device.stream);
    other.wait(end);
    tensor.slice(0, 0, 4).poison(other);
    await other.finished();
    expect(other.idle).toBe(true);
    expect(end.reached).toBe(true);
    expect(end.millisecondsSince(start)).toBeGreaterThan(0);
    expect(end.millisecondsSince(start)).toBeLessThan(1000);
    const head = tensor.slice(0, 0, 5).toHost().toNumbers();
    expect([...head]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0]);
  });
});

test("tensor maps are accepted by the driver", () => {
  using tensor = DeviceTensor.allocate(device, "bf16", [2, 100, 64]);
  const { pointer, shape, strides, dtype } = tensor;
  if (device.capability.major < 9) {
    expect(() => TensorMap.encode({ dtype, pointer, shape, strides, box: [1, 64, 64], swizzle: 128 })).toThrow("CUI3004");
    return;
  }
  const map = TensorMap.encode({ dtype, pointer, shape, strides, box: [1, 64, 64], swizzle: 128 });
  expect(map.address % 64n).toBe(0n);
  expect(map.bytes.some((byte) => byte !== 0)).toBe(true);
  expect(TensorMap.encode({ dtype, pointer, shape: [12800], strides: [1], box: [256], swizzle: 0 }).bytes.length).toBe(128);
});
