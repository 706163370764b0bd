// Reports of launches on a GPU whose driver is faked: when they are read, to whom they go, and that none is lost or read too early.
import { afterEach, expect, test, vi } from "vitest";
import { AssertionFailure, printTo, type ReportTable } from "../codegen/ir/report.ts";
import { Device } from "./cuda/device.ts";
import { CudaError } from "./cuda/errors.ts";
import { Graph } from "./cuda/graph.ts";
import { LaunchableKernel } from "./cuda/kernel.ts";
import { Stream } from "./cuda/stream.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { FakeDriver, type FakeKernel } from "./cuda/testing/fake-driver.ts";
import { Faults } from "./cuda/testing/faults.ts";

vi.stubEnv("CUICA_CACHE", "off");
const site = { kernel: "talk", file: "/talk.ts", axes: null } as const;
const table: ReportTable = {
  sites: [
    { ...site, kind: "print", line: 3, text: "n", values: ["i32"] },
    { ...site, kind: "assert", line: 4, text: "n is small", values: [] },
  ],
  words: 4,
};
/** Each block prints `n`; from 10 on, its assertion fails. */
const talk: FakeKernel = ({ grid, arguments: values, bytes }) => {
  const buffer = bytes(values["reports"] as bigint, 4 * (4 + 1024 * 4));
  const words = new Uint32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
  for (let block = 0; block < grid; block++) {
    words.set([1, block, 0, Number(values["n"])], 4 + 4 * words[0]!++);
    if (Number(values["n"]) < 10) continue;
    words[1]!++;
    words.set([2, block, 0], 4 + 4 * words[0]!++);
  }
};
const faults = new Faults();
const driver = new FakeDriver(faults, { talk });
const image = {
  entry: "talk",
  parameters: [
    { name: "n", type: "i32" },
    { name: "reports", type: "pointer" },
  ],
} as const;
const load = (device: Device): LaunchableKernel =>
  LaunchableKernel.load(device, { ...image, cubin: Buffer.from(JSON.stringify(image)), reports: table, threads: 32, sharedBytes: 0 });
const lines: string[] = [];
const taken = (): string[] => lines.splice(0).map((line) => line.slice(line.indexOf("block")));
printTo((line) => lines.push(line));
afterEach(() => {
  expect(faults.violations).toEqual([]);
  expect(driver.alive).toEqual([]);
  expect(taken()).toEqual([]);
});

test("are read when the stream is waited for", async () => {
  using device = Device.open();
  using kernel = load(device);
  const launch = (n: number): void => kernel.launch(device.stream, [1, 1, 1], [n]);
  launch(3);
  expect(taken()).toEqual([]);
  device.stream.synchronize();
  expect(lines).toEqual(["/talk.ts:3: talk, block 0, thread 0: n 3"]);
  expect(taken()).toHaveLength(1);
  device.stream.synchronize();
  expect(taken()).toEqual([]);
  using x = DeviceTensor.allocate(device, "f32", [1]);
  x.zero();
  for (const wait of [() => device.stream.synchronize(), () => device.synchronize(), () => x.toHost()]) {
    launch(12);
    expect(wait).toThrow(/^CUI3017: .*talk.ts:4: talk, block 0, thread 0: assertion failed: n is small/);
    expect(taken()).toEqual(["block 0, thread 0: n 12"]);
  }
  launch(13);
  await expect(device.stream.finished()).rejects.toThrow(AssertionFailure);
  expect(taken()).toHaveLength(1);
  // What failed was told: the next launch begins anew.
  launch(4);
  device.synchronize();
  expect(taken()).toEqual(["block 0, thread 0: n 4"]);
});
test("are read once no stream of their kernel has work under way", () => {
  using device = Device.open();
  using kernel = load(device);
  using second = Stream.create(device);
  kernel.launch(device.stream, [1, 1, 1], [1]);
  kernel.launch(second, [1, 1, 1], [11]);
  device.stream.synchronize();
  expect(taken()).toEqual([]);
  expect(() => second.synchronize()).toThrow(AssertionFailure);
  expect(taken()).toEqual(["block 0, thread 0: n 1", "block 0, thread 0: n 11"]);
});
test("of a graph come with each of its launches", () => {
  using device = Device.open();
  using kernel = load(device);
  using graph = Graph.capture(device.stream, () => kernel.launch(device.stream, [2, 1, 1], [10]));
  device.stream.synchronize();
  for (let n = 0; n < 2; n++) {
    graph.launch();
    expect(() => device.stream.synchronize()).toThrow(/block 1, thread 0: assertion failed/);
    expect(taken()).toHaveLength(2);
  }
  kernel.dispose();
  expect(() => graph.launch()).toThrow("CUI3009");
});
test("that nobody waited for are told at disposal, and those before a fault with it", () => {
  {
    using device = Device.open();
    using kernel = load(device);
    kernel.launch(device.stream, [1, 1, 1], [10]);
  }
  expect(taken()).toEqual(["block 0, thread 0: n 10", "block 0, thread 0: assertion failed: n is small"]);
  const device = Device.open();
  const kernel = load(device);
  kernel.launch(device.stream, [1, 1, 1], [10]);
  faults.arm({ call: "cuStreamSynchronize", nth: 1, status: 700 });
  expect(() => device.stream.synchronize()).toThrow(CudaError);
  expect(taken()).toHaveLength(2);
  kernel.dispose();
  device.dispose();
  driver.restart();
});
test("without memory for them nothing is loaded", () => {
  using device = Device.open();
  faults.arm({ call: "cuMemAllocHost_v2", nth: 1, status: 2 });
  expect(() => load(device)).toThrow(/cuMemAllocHost_v2/);
  load(device).dispose();
});
