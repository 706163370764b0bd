// Uses after disposal, disposal in every order, streams and tensors of another device, and what exceeds a device: each is an error that says
// what to do, never a crash, and the device goes on. For a GPU, faked or not.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Device } from "../cuda/device.ts";
import { RuntimeError, type RuntimeCode } from "../cuda/errors.ts";
import { Event } from "../cuda/event.ts";
import { Graph } from "../cuda/graph.ts";
import { LaunchableKernel } from "../cuda/kernel.ts";
import { disposeAll } from "../cuda/resource.ts";
import { Stream } from "../cuda/stream.ts";
import { DeviceTensor } from "../cuda/tensor.ts";
import { affine, affineTwice } from "../fixtures/launches.ts";
import { HostTensor } from "../host-tensor.ts";
import { prepareOperator } from "../operator.ts";
import { prepareKernel } from "../prepare-kernel.ts";
import { failureOf } from "./launch-suite.ts";

type Affine = Awaited<ReturnType<typeof prepareAffine>>;
const prepareAffine = (device: Device) => prepareKernel(device, affine, { policy: "off" });
const scalars = { factor: 3, shift: 2, copies: 1 };

export const testLifetimes = (): void => {
  let device: Device;
  let kernel: Affine;
  let x: DeviceTensor;
  let y: DeviceTensor;
  const given = (): [DeviceTensor, DeviceTensor, number, number, number] => [x, y, 3, 2, 1];
  const expectUsable = async (): Promise<void> => {
    y.zero();
    await kernel(...given());
    expect([...y.toHost().toNumbers()]).toEqual([...x.toHost().toNumbers()].map((value) => 3 * value + 2));
  };
  const expectRefused = async (work: () => unknown, code: RuntimeCode, says: RegExp): Promise<void> => {
    const error = await failureOf(work);
    expect(error).toBeInstanceOf(RuntimeError);
    expect((error as RuntimeError).message).toMatch(says);
    expect((error as RuntimeError).code).toBe(code);
    expect((error as RuntimeError).help).not.toBe("");
  };
  beforeEach(async () => {
    device = Device.open();
    kernel = await prepareAffine(device);
    x = DeviceTensor.fromHost(
      device,
      HostTensor.fromNumbers(
        "f32",
        [5, 4],
        Float32Array.from({ length: 20 }, (_, n) => n),
      ),
    );
    y = DeviceTensor.allocate(device, "f32", [5, 4]);
  });
  afterEach(() => {
    disposeAll([kernel, x, y, device]);
  });

  describe("a tensor that was freed", () => {
    test("is refused by a call, a bound launch and a graph", async () => {
      const spare = DeviceTensor.allocate(device, "f32", [5, 4]);
      const view = spare.slice(0, 0, 5);
      const bound = await kernel.bind(view, y, 3, 2, 1);
      using graph = Graph.capture(device.stream, () => bound.launch());
      using copies = Graph.capture(device.stream, () => y.copyFrom(view));
      spare.dispose();
      await expectRefused(() => kernel(spare, y, 3, 2, 1), "CUI3007", /^CUI3007: affine: argument "x" was disposed of/);
      await expectRefused(() => kernel(view, y, 3, 2, 1), "CUI3007", /argument "x" was disposed of/);
      await expectRefused(() => bound.launch(), "CUI3007", /argument "x" was disposed of/);
      await expectRefused(() => graph.launch(), "CUI3009", /f32 tensor of shape \[5,4\] was used after it was disposed of/);
      await expectRefused(() => copies.launch(), "CUI3009", /f32 tensor of shape \[5,4\] was used after it was disposed of/);
      for (const work of [() => view.toHost(), () => view.zero(), () => y.copyFrom(view), () => view.copyFrom(y)])
        await expectRefused(work, "CUI3009", /f32 tensor of shape \[5,4\] was used after it was disposed of/);
      spare.dispose();
      await expectUsable();
    });
    test("is refused by an operator, and so is its workspace", async () => {
      using operator = await prepareOperator(affineTwice, device, "off");
      using bound = await operator.bind({ tensors: { x }, scalars, outputs: { y } });
      bound.launch();
      bound.dispose();
      await expectRefused(() => bound.launch(), "CUI3007", /affine: argument "[xy]" was disposed of/);
      const spare = DeviceTensor.allocate(device, "f32", [5, 4]);
      spare.dispose();
      const message = /^CUI3007: affineTwice: argument "x" was disposed of/;
      await expectRefused(() => operator.run({ tensors: { x: spare }, scalars }), "CUI3007", message);
      await expectRefused(() => operator.bind({ tensors: { x: spare }, scalars }), "CUI3007", message);
      await expectUsable();
    });
  });

  test("a kernel or operator that was disposed of", async () => {
    const bound = await kernel.bind(...given());
    using graph = Graph.capture(device.stream, () => bound.launch());
    using operator = await prepareOperator(affineTwice, device, "off");
    kernel.dispose();
    operator.dispose();
    await expectRefused(() => kernel(...given()), "CUI3009", /affine was called after it was disposed of/);
    await expectRefused(() => kernel.bind(...given()), "CUI3009", /affine was called after it was disposed of/);
    await expectRefused(() => bound.launch(), "CUI3009", /code of affine on device 0 was used after it was disposed of/);
    await expectRefused(() => graph.launch(), "CUI3009", /code of affine on device 0 was used after it was disposed of/);
    await expectRefused(() => operator.run({ tensors: { x }, scalars }), "CUI3009", /affineTwice was called after it was disposed of/);
    kernel.dispose();
    operator.dispose();
    kernel = await prepareAffine(device);
    await expectUsable();
  });

  describe("a stream", () => {
    test("that was disposed of is refused, and its tensors live on", async () => {
      const stream = Stream.create(device);
      using ofStream = DeviceTensor.allocate(device, "f32", [5, 4], { stream });
      using operator = await prepareOperator(affineTwice, device, "off");
      await kernel.on(stream, x, ofStream, 3, 2, 1);
      stream.synchronize();
      const bound = await kernel.bind(...given());
      stream.dispose();
      stream.dispose();
      await expectRefused(() => kernel.on(stream, ...given()), "CUI3009", /affine: the stream was disposed of/);
      await expectRefused(() => bound.launch(stream), "CUI3009", /affine: the stream was disposed of/);
      await expectRefused(() => operator.run({ tensors: { x }, scalars }, stream), "CUI3009", /affineTwice: the stream was disposed of/);
      await expectRefused(() => x.toHost(stream), "CUI3009", /stream of device 0 was used after it was disposed of/);
      expect(ofStream.toHost().get([4, 3])).toBe(59);
      await kernel(ofStream, y, 1, 0, 1);
      expect(y.toHost().get([4, 3])).toBe(59);
    });
    test("of the device comes anew after its disposal", async () => {
      device.stream.dispose();
      await expectUsable();
    });
    test("of another device is refused", async () => {
      using other = Device.open();
      const message = /affine(Twice)?: the stream is of device 0, opened apart from device 0/;
      using operator = await prepareOperator(affineTwice, device, "off");
      const bound = await kernel.bind(...given());
      await expectRefused(() => kernel.on(other.stream, ...given()), "CUI3007", message);
      await expectRefused(() => bound.launch(other.stream), "CUI3007", message);
      await expectRefused(() => operator.run({ tensors: { x }, scalars }, other.stream), "CUI3007", message);
      await expectUsable();
    });
  });

  test("a bound operator's workspace is there before another stream uses it, and until that is done", async () => {
    using other = Stream.create(device);
    using operator = await prepareOperator(affineTwice, device, "off");
    const ready = vi.spyOn(device.stream, "synchronize");
    const bound = await operator.bind({ tensors: { x }, scalars });
    expect(ready).toHaveBeenCalled();
    bound.launch(other);
    const waits = vi.spyOn(device.stream, "wait");
    bound.dispose();
    expect(waits).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
    bound.outputs.y.dispose();
    await expectUsable();
  });

  test("a tensor of another device is refused", async () => {
    using other = Device.open();
    using foreign = DeviceTensor.allocate(other, "f32", [5, 4]);
    using operator = await prepareOperator(affineTwice, device, "off");
    await expectRefused(() => kernel(x, foreign, 3, 2, 1), "CUI3007", /affine: argument "y" is on another device/);
    await expectRefused(
      () => operator.run({ tensors: { x: foreign }, scalars }),
      "CUI3007",
      /affineTwice: argument "x" is on another device/,
    );
    await expectUsable();
  });

  test("what a graph cannot record leaves stream, tensors and memory as they were", async () => {
    const spare = DeviceTensor.allocate(device, "f32", [3]);
    for (const work of [
      () => spare.dispose(),
      () => DeviceTensor.allocate(device, "f32", [4]),
      () => x.toHost(),
      () => device.stream.synchronize(),
      () => Graph.capture(device.stream, () => {}),
    ])
      await expectRefused(() => Graph.capture(device.stream, work), "CUI3010", /graph|capture/);
    expect(spare.disposed).toBe(false);
    spare.dispose();
    expect(() =>
      Graph.capture(device.stream, () => {
        throw new Error("of the caller");
      }),
    ).toThrow("of the caller");
    await expectUsable();
  });

  test("a device that is disposed of first takes everything along, and nothing crashes", async () => {
    const bound = await kernel.bind(...given());
    const graph = Graph.capture(device.stream, () => bound.launch());
    const operator = await prepareOperator(affineTwice, device, "off");
    const [stream, event] = [Stream.create(device), Event.create(device)];
    device.dispose();
    device.dispose();
    await expectRefused(() => kernel(...given()), "CUI3009", /device 0 .* was used after it was disposed of/);
    await expectRefused(() => kernel.bind(...given()), "CUI3007", /argument "x" was disposed of/);
    await expectRefused(() => graph.launch(), "CUI3009", /after it/);
    await expectRefused(() => x.toHost(), "CUI3009", /device 0 .* was used after it was disposed of/);
    await expectRefused(() => event.record(stream), "CUI3009", /device/);
    await expectRefused(() => DeviceTensor.allocate(device, "f32", [4]), "CUI3009", /device/);
    await expectRefused(() => device.memory(), "CUI3009", /device/);
    for (const one of [operator, kernel, graph, stream, event, y, x]) one.dispose();
    using again = Device.open();
    expect(again.memory().free).toBeGreaterThan(0);
  });
  test("one device of a GPU leaves another one's alone", async () => {
    const other = Device.open();
    using _ = DeviceTensor.allocate(other, "f32", [1000]);
    other.dispose();
    await expectUsable();
  });

  describe("what exceeds the device", () => {
    test("is refused before it is allocated", async () => {
      await expectRefused(() => DeviceTensor.allocate(device, "f32", [2 ** 30, 2 ** 30]), "CUI3008", /larger than any memory/);
      await expectRefused(() => DeviceTensor.allocate(device, "f32", [2 ** 52]), "CUI3008", /larger than any memory/);
      await expectRefused(() => DeviceTensor.allocate(device, "f32", [4], { strides: [-1] }), "CUI3008", /do not fit the shape/);
      await expectRefused(() => DeviceTensor.allocate(device, "f32", [2.5]), "CUI3008", /is not a shape/);
      await expectRefused(() => DeviceTensor.allocate(device, "f32", [2 ** 40]), "CUI3004", /OUT_OF_MEMORY/);
      await expectUsable();
    });
    test("is refused when it is loaded", async () => {
      const { image } = (await kernel.bind(...given())).binary;
      const load = (more: object) => () => LaunchableKernel.load(device, { ...image, ...more }).dispose();
      const { sharedPerBlockOptIn } = device.limits;
      await expectRefused(load({ threads: 2048 }), "CUI3006", /affine: 2048 threads a block, where .* allows 1024/);
      await expectRefused(load({ sharedBytes: sharedPerBlockOptIn + 16 }), "CUI3006", /affine: \d+ bytes of shared memory/);
      await expectRefused(load({ entry: "another" }), "CUI3004", /cuModuleGetFunction failed: CUDA_ERROR_NOT_FOUND/);
      await expectRefused(load({ cubin: new Uint8Array(200) }), "CUI3004", /cuModuleLoadData failed: CUDA_ERROR_INVALID_/);
      await expectUsable();
    });
    test("is refused when it comes from the host", async () => {
      const short = new HostTensor("f32", [5, 4], new Float32Array(19));
      await expectRefused(() => DeviceTensor.fromHost(device, short), "CUI3008", /ends at element 20 of a storage of 19/);
      await expectRefused(() => y.copyFromHost(new HostTensor("f32", [5, 4], new Float32Array(19), [1, 5])), "CUI3008", /storage of 19/);
      await expectRefused(
        () => DeviceTensor.fromHost(device, new HostTensor("f32", [2], new Uint16Array(4))),
        "CUI3008",
        /of f32 is stored in a Uint16Array, not a Float32Array/,
      );
      await expectUsable();
    });
  });
};
