// What only a GPU has: several multiprocessors, each with a number of its own, and a limit of registers that its code keeps to.
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { kernelBinary } from "../runtime/binary.ts";
import { LaunchableKernel } from "../runtime/cuda/kernel.ts";
import { prepareKernel } from "../runtime/prepare-kernel.ts";
import { busy, placed } from "./exact/device.ts";

const device = Device.open();
afterAll(() => device.dispose());

test("multiprocessors have numbers below their count, and all of them take blocks", async () => {
  const { multiprocessors } = device.limits;
  using kernel = await prepareKernel(device, placed, { policy: "off" });
  using counts = DeviceTensor.allocate(device, "i32", [multiprocessors]);
  using places = DeviceTensor.allocate(device, "i32", [64 * multiprocessors]);
  counts.zero();
  await kernel(counts, places);
  const [found, blocks] = [[...counts.toHost().toNumbers()], [...places.toHost().toNumbers()]];
  expect(blocks.filter((place) => !(place >= 0 && place < multiprocessors))).toEqual([]);
  expect(found).toEqual(Array.from({ length: multiprocessors }, (_, place) => blocks.filter((other) => other === place).length));
  expect(Math.min(...found)).toBeGreaterThan(0);
});

test("maxRegisters limits what a kernel takes on the device", async () => {
  const registersOf = async (tuning: Readonly<Record<string, number>>): Promise<number> => {
    const configuration = { file: new URL(busy.url).pathname, kernel: "busy", problem: {}, tuning: { warps: 2, ...tuning } };
    const { image } = await kernelBinary({ ...configuration, target: device.target, classes: {} }, device.architecture);
    using kernel = LaunchableKernel.load(device, image);
    return kernel.resources.registers;
  };
  expect(await registersOf({})).toBeGreaterThan(64);
  expect(await registersOf({ maxRegisters: 64 })).toBeLessThanOrEqual(64);
});
