// Red zones: what a kernel writes outside of its tensors, between their rows, or into its inputs is told, and nothing of a case is left behind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Device } from "./cuda/device.ts";
import type { FakeKernel } from "./cuda/testing/fake-driver.ts";
import { GuardedExecution } from "./guarded-execution.ts";
import { HostTensor } from "./host-tensor.ts";
import { fakeGpu } from "./testing/fake-gpu.ts";
import { configuration } from "./testing/launch-suite.ts";

vi.stubEnv("CUICA_CACHE", "off");
let besides: FakeKernel = () => {};
const { driver } = fakeGpu(1, (launch) => besides(launch));
/** Writes 4 bytes, `floats` elements from element 0 of an argument. */
const writing =
  (name: string, floats: number): FakeKernel =>
  ({ arguments: given, bytes }) =>
    bytes(BigInt(given[name]!) + 4n * BigInt(floats), 4).writeFloatLE(7);

let device: Device;
beforeEach(() => {
  device = Device.open();
});
afterEach(() => {
  besides = () => {};
  device.dispose();
});
const memories = (): number => driver.alive.filter((kind) => kind === "memory").length;
const execute = async (strides?: readonly number[]): Promise<HostTensor> => {
  using guarded = new GuardedExecution(device, null);
  const x = HostTensor.fromNumbers(
    "f32",
    [20, 4],
    Array.from({ length: 80 }, (_, n) => n),
  );
  const y = strides ? new HostTensor("f32", [20, 4], new Float32Array(20 * strides[0]!), strides) : HostTensor.allocate("f32", [20, 4]);
  const before = memories();
  try {
    await guarded.execute(configuration, { tensors: { x, y }, scalars: { factor: 3, shift: 2, copies: 1 } });
    return y;
  } finally {
    expect(memories()).toBe(before);
  }
};

test("a kernel that keeps to its tensors", async () => {
  const expected = Array.from({ length: 80 }, (_, n) => 3 * n + 2);
  expect([...(await execute()).toNumbers()]).toEqual(expected);
  expect([...(await execute([7, 1])).toNumbers()]).toEqual(expected);
});
test.each<[string, FakeKernel, readonly number[] | undefined, string]>([
  ["before an output", writing("y", -1), undefined, 'affine wrote before the first element of "y"'],
  ["far before it", writing("y", -1024), undefined, 'affine wrote before the first element of "y"'],
  ["behind it", writing("y", 80), undefined, 'affine wrote behind the last element of "y"'],
  ["between its rows", writing("y", 4), [7, 1], 'affine wrote between the elements of "y"'],
  ["into an input", writing("x", 5), undefined, 'affine wrote into "x", which it only reads'],
  ["behind an input", writing("x", 80), undefined, 'affine wrote behind the last element of "x"'],
])("a write %s is told", async (_, also, strides, message) => {
  besides = also;
  await expect(execute(strides)).rejects.toThrow(message);
  besides = () => {};
  await execute(strides);
});
