// Every call of the driver and of NVRTC fails in turn, in the middle of ordinary work: the error names the call, nothing leaks, nothing is
// released twice, and the same work succeeds afterwards.
import { afterEach, describe, expect, test, vi } from "vitest";
import { Device, gpuAvailable } from "./cuda/device.ts";
import { CudaError, RuntimeError } from "./cuda/errors.ts";
import { Event } from "./cuda/event.ts";
import { Graph } from "./cuda/graph.ts";
import { compileCuda } from "./cuda/nvrtc.ts";
import { disposeAll } from "./cuda/resource.ts";
import { Stream } from "./cuda/stream.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { TensorMap } from "./cuda/tensor-map.ts";
import { statuses } from "./cuda/testing/fake-driver.ts";
import { doctor } from "./doctor.ts";
import { affine, affineTwice } from "./fixtures/launches.ts";
import { runOnGpu } from "./gpu-execution.ts";
import { GuardedExecution } from "./guarded-execution.ts";
import { HostTensor } from "./host-tensor.ts";
import { prepareOperator } from "./operator.ts";
import { prepareKernel } from "./prepare-kernel.ts";
import { fakeGpu } from "./testing/fake-gpu.ts";
import { configuration, failureOf } from "./testing/launch-suite.ts";

vi.stubEnv("CUICA_CACHE", "off");
const { faults, driver, nvrtc } = fakeGpu();

const ramp = (): HostTensor =>
  HostTensor.fromNumbers(
    "f32",
    [20, 4],
    Float32Array.from({ length: 80 }, (_, n) => n),
  );
const scalars = { factor: 3, shift: 2, copies: 1 };
const expected = [...ramp().toNumbers()].map((value) => 3 * value + 2);

/** Work as programs do it: what is opened is disposed of, whatever fails. */
const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  "a kernel as a function": async () => {
    using device = Device.open();
    using kernel = await prepareKernel(device, affine, { policy: "off" });
    using x = DeviceTensor.fromHost(device, ramp());
    using y = DeviceTensor.allocate(device, "f32", [20, 4]);
    await kernel(x, y, 3, 2, 1);
    expect([...y.toHost().toNumbers()]).toEqual(expected);
    // Another class of tensors: compiled and loaded at its first call.
    using wide = DeviceTensor.allocate(device, "f32", [20, 4], { strides: [9, 2] });
    await kernel(x, wide, 3, 2, 1);
    expect([...wide.toHost().toNumbers()]).toEqual(expected);
  },
  "an operator": async () => {
    using device = Device.open();
    using stream = Stream.create(device);
    using operator = await prepareOperator(affineTwice, device, "off");
    using x = DeviceTensor.fromHost(device, ramp());
    const { y } = await operator.run({ tensors: { x }, scalars }, stream);
    try {
      expect([...y.toHost(stream).toNumbers()]).toEqual(expected.map((value) => 3 * value + 2));
    } finally {
      y.dispose();
    }
  },
  "a graph": async () => {
    using device = Device.open();
    using operator = await prepareOperator(affineTwice, device, "off");
    using x = DeviceTensor.fromHost(device, ramp());
    using y = DeviceTensor.allocate(device, "f32", [20, 4]);
    using bound = await operator.bind({ tensors: { x }, scalars, outputs: { y } });
    using graph = Graph.capture(device.stream, () => {
      y.zero();
      bound.launch();
    });
    graph.launch();
    expect([...y.toHost().toNumbers()]).toEqual(expected.map((value) => 3 * value + 2));
  },
  "copies, streams and events": async () => {
    using device = Device.open();
    using stream = Stream.create(device);
    using start = Event.create(device);
    using end = Event.create(device);
    using source = DeviceTensor.fromHost(device, ramp());
    using target = DeviceTensor.allocate(device, "f32", [20, 4], { stream });
    start.record(device.stream);
    target.poison();
    target.copyFrom(source);
    target.slice(0, 0, 1).zero();
    target.slice(0, 1, 1).copyFromHost(HostTensor.fromNumbers("f32", [1, 4], [7, 7, 7, 7]));
    end.record(device.stream);
    stream.wait(end);
    await stream.finished();
    device.synchronize();
    end.synchronize();
    expect([stream.idle, end.reached, end.millisecondsSince(start), device.memory().free > 0]).toEqual([true, true, 0.5, true]);
    expect([...target.toHost(stream).toNumbers()].slice(0, 9)).toEqual([0, 0, 0, 0, 7, 7, 7, 7, 8]);
    const { dtype, pointer, shape, strides } = target;
    expect(TensorMap.encode({ dtype, pointer, shape, strides, box: [4, 4], swizzle: 0 }).bytes.length).toBe(128);
  },
  "an execution over host tensors": async () => {
    using device = Device.open();
    const [x, y] = [ramp(), HostTensor.allocate("f32", [20, 4])];
    await runOnGpu(device, configuration, { tensors: { x, y }, scalars });
    expect([...y.toNumbers()]).toEqual(expected);
  },
  "an execution with red zones": async () => {
    using device = Device.open();
    using guarded = new GuardedExecution(device, null);
    const [x, y] = [ramp(), HostTensor.allocate("f32", [20, 4])];
    await guarded.execute(configuration, { tensors: { x, y }, scalars });
    expect([...y.toNumbers()]).toEqual(expected);
  },
};

/** Calls whose failure costs what they should have released, and nothing else. */
const releases: Readonly<Record<string, string>> = {
  cuMemFreeAsync: "memory",
  cuModuleUnload: "module",
  cuStreamDestroy_v2: "stream",
  cuEventDestroy_v2: "event",
  cuGraphDestroy: "graph",
  cuGraphExecDestroy: "executable graph",
};
/** The errors that a block with `using` threw: its own, and those of what it disposed of. */
const unwound = (error: unknown): unknown[] =>
  error instanceof Error && error.name === "SuppressedError" && "suppressed" in error && "error" in error
    ? [...unwound(error.suppressed), ...unwound(error.error)]
    : [error];

/** Another user of the GPU, which keeps the context when a scenario lets go of it: so what the scenario leaves is seen. */
let other: Device;
const restart = (): void => {
  faults.arm(null);
  driver.restart();
  nvrtc.restart();
  other = Device.open();
};
const left = (): string[] => driver.alive.slice(1);
afterEach(restart);

test("the driver fails to begin, and begins later", () => {
  faults.arm({ call: "cuInit", nth: 1, status: statuses.CUDA_ERROR_UNKNOWN });
  expect(gpuAvailable()).toBe(false);
  Device.open().dispose();
  expect(driver.alive).toEqual([]);
});

describe.each(Object.entries(scenarios))("%s", (_, scenario) => {
  const countCalls = async (): Promise<ReadonlyMap<string, number>> => {
    faults.arm(null);
    await scenario();
    expect([faults.violations, driver.alive, nvrtc.alive]).toEqual([[], ["context"], 0]);
    return faults.calls;
  };
  /** The scenario with one call failing, and what went wrong. */
  const failing = async (call: string, nth: number, status: number): Promise<unknown[]> => {
    faults.arm({ call, nth, status });
    const error = await failureOf(scenario);
    expect(faults.fired).toBe(true);
    expect(faults.violations).toEqual([]);
    return unwound(error);
  };
  const usableAgain = async (): Promise<void> => {
    faults.arm(null);
    await scenario();
    expect(faults.violations).toEqual([]);
  };

  test("does what it should, and gives all back", async () => {
    await countCalls();
    other.dispose();
    expect(driver.alive).toEqual([]);
  });
  test("each call fails in turn", async () => {
    for (const [call, count] of await countCalls())
      for (let nth = 1; nth <= count; nth++) {
        const where = `${call}, call ${nth} of ${count}`;
        const [error, ...others] = await failing(call, nth, statuses.CUDA_ERROR_UNKNOWN);
        if (call === "nvrtcDestroyProgram") expect([error, nvrtc.alive, where]).toEqual([null, 1, where]);
        else {
          expect(error, where).toBeInstanceOf(RuntimeError);
          expect(others, where).toEqual([]);
          const { code, message, help } = error as RuntimeError;
          expect([code, help !== "", where]).toEqual([call.startsWith("nvrtc") ? "CUI3003" : "CUI3004", true, where]);
          expect(message, where).toContain(call);
          expect(nvrtc.alive, where).toBe(0);
        }
        expect(left(), where).toEqual(call in releases ? [releases[call]] : []);
        await usableAgain();
        restart();
      }
  });
  test("memory runs out at each allocation", async () => {
    const count = (await countCalls()).get("cuMemAllocAsync")!;
    for (let nth = 1; nth <= count; nth++) {
      const errors = await failing("cuMemAllocAsync", nth, statuses.CUDA_ERROR_OUT_OF_MEMORY);
      expect(errors).toEqual([expect.objectContaining({ code: "CUI3004", driverName: "CUDA_ERROR_OUT_OF_MEMORY" })]);
      expect((errors[0] as Error).message).toMatch(/cuMemAllocAsync failed.*help: dispose of tensors/s);
      expect(left()).toEqual([]);
      await usableAgain();
    }
  });
  test("the context is lost at each call that may notice", async () => {
    for (const [call, count] of await countCalls()) {
      if (!/^cu(Launch|Mem[a-z]|MemAlloc|MemFree|Stream|Event|Graph|Module|CtxSynch)/.test(call)) continue;
      for (let nth = 1; nth <= count; nth++) {
        const errors = await failing(call, nth, statuses.CUDA_ERROR_ILLEGAL_ADDRESS);
        const first = errors[0];
        // Where only releasing was left to do there is nothing to tell.
        if (first !== null) {
          expect(first, call).toBeInstanceOf(CudaError);
          expect((first as CudaError).sticky).toBe(true);
          expect((first as CudaError).message).toMatch(/can no longer use the GPU/);
        }
        expect(errors.length, `${call} ${nth}`).toBe(1);
        restart();
        await usableAgain();
      }
    }
  });
});

const memories = (): number => driver.alive.filter((kind) => kind === "memory").length;
test("memory whose first copy fails is freed at once", () => {
  restart();
  faults.arm({ call: "cuMemcpyHtoDAsync_v2", nth: 1, status: statuses.CUDA_ERROR_UNKNOWN });
  expect(() => DeviceTensor.fromHost(other, ramp())).toThrow(/CUI3004: cuMemcpyHtoDAsync_v2 failed/);
  expect(memories()).toBe(0);
});
test("what stands behind a release that fails is released, and the failure told", () => {
  restart();
  const tensors = [1, 2, 3].map(() => DeviceTensor.allocate(other, "f32", [4]));
  faults.arm({ call: "cuMemFreeAsync", nth: 1, status: statuses.CUDA_ERROR_UNKNOWN });
  expect(() => disposeAll(tensors)).toThrow(/CUI3004: cuMemFreeAsync failed/);
  expect(memories()).toBe(1);
});
test("a status that the driver has no name for is told by its number", () => {
  faults.arm({ call: "cuMemGetInfo_v2", nth: 1, status: 12345 });
  expect(() => other.memory()).toThrow(/CUI3004: cuMemGetInfo_v2 failed: status 12345/);
});
test("PTX", async () => {
  const compile = () => compileCuda('extern "C" __global__ void k(int n) {}', "k", { architecture: "sm_80", ptx: true });
  faults.arm(null);
  expect((await compile()).ptx).toContain("k");
  const counts = faults.calls;
  for (const [call, count] of counts)
    for (let nth = 1; nth <= count; nth++) {
      if (call === "nvrtcDestroyProgram") continue;
      faults.arm({ call, nth, status: 11 });
      await expect(compile(), call).rejects.toThrow(`CUI3003: ${call} failed: NVRTC_ERROR_11`);
      expect(nvrtc.alive).toBe(0);
    }
  expect([...counts.keys()]).toEqual(expect.arrayContaining(["nvrtcGetPTXSize", "nvrtcGetPTX"]));
});

test("the doctor reports a driver that fails, and never throws", () => {
  restart();
  faults.arm(null);
  doctor();
  for (const [call, count] of faults.calls)
    for (let nth = 1; nth <= count; nth++) {
      faults.arm({ call, nth, status: statuses.CUDA_ERROR_UNKNOWN });
      const { problems } = doctor();
      expect(problems.map(({ text }) => text).join("\n"), call).toContain(call);
      restart();
    }
});
