// Operators, kernels as functions and verification on a GPU: the same results as on the CPU, in streams and graphs, and a fault in a kernel
// found by red zones in a process of its own, while this one goes on.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { specs as exampleSpecs } from "../examples/kernels/specs.ts";
import { vectorAdd } from "../examples/kernels/vector-add.ts";
import { attention, attentionDecode } from "../kernels/sliding-window-attention/operator.ts";
import { specs as attentionSpecs } from "../kernels/sliding-window-attention/spec.ts";
import { relativeError } from "../proptests/lib/errors.ts";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { Device } from "./cuda/device.ts";
import { Graph } from "./cuda/graph.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { forgetful, wild } from "./fixtures/kernels.ts";
import { specs as fixtures } from "./fixtures/spec.ts";
import { HostTensor } from "./host-tensor.ts";
import { prepareOperator } from "./operator.ts";
import { prepareKernel } from "./prepare-kernel.ts";
import { VerificationError, verifyKernel } from "./verify.ts";

let device: Device;
let cache: string;
beforeAll(() => {
  // Certificates of its own, so that verification really runs.
  cache = mkdtempSync(join(tmpdir(), "cuica-operator-"));
  process.env["CUICA_CACHE"] = cache;
  device = Device.open();
});
afterAll(() => {
  device.dispose();
  rmSync(cache, { recursive: true });
});
const random = new Random(1);
const host = (...shape: number[]): HostTensor => randomTensor(random, "bf16", shape);
const toDevice = <N extends string>(tensors: Readonly<Record<N, HostTensor>>): Record<N, DeviceTensor> =>
  Object.fromEntries(Object.entries<HostTensor>(tensors).map(([name, tensor]) => [name, DeviceTensor.fromHost(device, tensor)])) as Record<
    N,
    DeviceTensor
  >;

describe("operators", () => {
  test("attention is what it is on the CPU, and is verified on first use", async () => {
    const plan = attention({ dtype: "bf16", headDim: 64 });
    const start = performance.now();
    using onGpu = await prepareOperator(plan, device, "on-first-use");
    const first = performance.now() - start;
    const again = performance.now();
    using _ = await prepareOperator(plan, device, "require");
    process.stdout.write(
      `prepared with verification in ${(first / 1000).toFixed(1)} s, with a certificate in ${(performance.now() - again).toFixed(0)} ms\n`,
    );
    const tensors = { q: host(1, 300, 4, 64), k: host(1, 300, 2, 64), v: host(1, 300, 2, 64) };
    const scalars = { left: 99, right: 0, queryOffset: 0, scale: 0.125 };
    const { output } = await onGpu.run({ tensors: toDevice(tensors), scalars });
    const { output: expected } = await (await prepareOperator(plan, "cpu")).run({ tensors, scalars });
    expect(relativeError(output.toHost().toNumbers(), expected.toNumbers())).toBeLessThan(8e-3);
    const { q, k, v } = toDevice(tensors);
    q.dispose();
    await expect(onGpu.run({ tensors: { q, k, v }, scalars })).rejects.toThrow(/attention: argument "q" was disposed of/);
    await expect(onGpu.run({ tensors: { q: k, k, v }, scalars, outputs: { output: k } })).rejects.toThrow(
      /"output" is written and shares memory/,
    );
  }, 120_000);
  test("decode runs in a graph, which sees what its tensors hold at each launch", async () => {
    using decode = await prepareOperator(attentionDecode({ dtype: "bf16", headDim: 128 }), device, "on-first-use");
    const tensors = {
      q: host(1, 1, 8, 128),
      k: host(1, 4096, 2, 128),
      v: host(1, 4096, 2, 128),
      lengths: HostTensor.fromNumbers("i32", [1], [300]),
    };
    const scalars = { window: 2048, scale: 0.1 };
    const onDevice = toDevice(tensors);
    using bound = await decode.bind({ tensors: onDevice, scalars });
    expect(bound.variant).toBe("split");
    using graph = Graph.capture(device.stream, () => bound.launch());
    const onCpu = await prepareOperator(attentionDecode({ dtype: "bf16", headDim: 128 }), "cpu");
    for (const length of [300, 3000, 9000]) {
      const lengths = HostTensor.fromNumbers("i32", [1], [length]);
      onDevice.lengths.copyFromHost(lengths);
      graph.launch();
      const { output } = await onCpu.run({ tensors: { ...tensors, lengths }, scalars });
      expect(relativeError(bound.outputs.output.toHost().toNumbers(), output.toNumbers())).toBeLessThan(8e-3);
    }
  }, 120_000);
  test("a kernel as a function", async () => {
    using add = await prepareKernel(device, vectorAdd, { policy: "on-first-use" });
    const { x, y, z } = toDevice({
      x: HostTensor.fromNumbers("f32", [3], [1, 2, 3]),
      y: HostTensor.fromNumbers("f32", [3], [5, 5, 5]),
      z: HostTensor.allocate("f32", [3]),
    });
    await add(x, y, z);
    expect([...z.toHost().toNumbers()]).toEqual([6, 7, 8]);
    await expect(add(x, HostTensor.allocate("f32", [3]) as unknown as DeviceTensor, z)).rejects.toThrow(
      /argument "y" is not a DeviceTensor/,
    );
  }, 120_000);
});

describe("verification", () => {
  test.each([...exampleSpecs, ...attentionSpecs].map((spec) => [spec.name, spec] as const))(
    "%s keeps its spec",
    async (_, spec) => {
      const { runs } = await verifyKernel(spec, { device, runs: 5, seed: 9 });
      expect(runs).toBe(5 * spec.tunings.length);
    },
    180_000,
  );
  test("a wrong element and a write into a red zone are found and shrunk, and this process goes on", async () => {
    for (const [spec, smallest, reason] of [
      [fixtures[0]!, 38, /y\[37\] is 0/],
      [fixtures[1]!, 33, /wrote behind the last element of "y"/],
    ] as const) {
      const error: unknown = await verifyKernel(spec, { device, runs: 50, seed: 4 }).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(VerificationError);
      expect((error as VerificationError).counterexample).toBe(`{"length":${smallest}}`);
      expect((error as VerificationError).message).toMatch(reason);
    }
    device.synchronize();
  }, 120_000);
  test("a kernel that does not end is ended, and the GPU goes on", async () => {
    const error: unknown = await verifyKernel(fixtures[2]!, { device, runs: 50, seed: 4, patience: 15_000 }).catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(VerificationError);
    expect((error as VerificationError).message).toMatch(/no end after 15 s: the kernel hangs/);
    // More than one block: the second is endless.
    expect(Number(/"length":(\d+)/.exec((error as VerificationError).counterexample)![1])).toBeGreaterThan(32);
    await verifyKernel(exampleSpecs[0]!, { device, runs: 3, seed: 4 });
    device.synchronize();
  }, 120_000);
  test("a configuration that breaks its spec is never prepared", async () => {
    for (const kernel of [forgetful, wild])
      await expect(prepareKernel(device, kernel, { policy: "on-first-use" })).rejects.toThrow(/broke its spec/);
    await expect(prepareKernel(device, wild, { policy: "require" })).rejects.toThrow(/has no certificate/);
  }, 120_000);
});
