import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KernelParameter } from "../../codegen/ir/lowered.ts";
import { HostTensor } from "../host-tensor.ts";
import { Device } from "./device.ts";
import { Graph } from "./graph.ts";
import { LaunchableKernel } from "./kernel.ts";
import { compileCuda } from "./nvrtc.ts";
import { DeviceTensor } from "./tensor.ts";
import { TensorMap } from "./tensor-map.ts";

let device: Device;
let add: LaunchableKernel;
const vectorAdd = `extern "C" __global__ void vector_add(const float* __restrict__ a, const float* __restrict__ b, float* c, int n, float scale, long long offset) {
  long long i = blockIdx.x * 256ll + threadIdx.x;
  if (i < n) c[i] = a[i] + scale * b[i] + (float)offset;
}
`;
const pointer = (name: string): KernelParameter => ({ name, type: "pointer", dtype: "f32" });
const parameters: KernelParameter[] = [
  pointer("a"),
  pointer("b"),
  pointer("c"),
  { name: "n", type: "i32" },
  { name: "scale", type: "f32" },
  { name: "offset", type: "i64" },
];
const build = async (
  source: string,
  entry: string,
  list: readonly KernelParameter[],
  threads: number,
  sharedBytes = 0,
): Promise<LaunchableKernel> =>
  LaunchableKernel.load(device, {
    cubin: (await compileCuda(source, entry, { architecture: device.architecture })).cubin,
    entry,
    parameters: list,
    threads,
    sharedBytes,
  });

beforeAll(async () => {
  device = Device.open();
  add = await build(vectorAdd, "vector_add", parameters, 256);
});
afterAll(() => {
  add.dispose();
  device.dispose();
});
const ramp = (n: number, step: number): DeviceTensor =>
  DeviceTensor.fromHost(
    device,
    HostTensor.fromNumbers(
      "f32",
      [n],
      Float32Array.from({ length: n }, (_, i) => i * step),
    ),
  );

describe("launches", () => {
  test("compute", () => {
    const n = 1000;
    using a = ramp(n, 1);
    using b = ramp(n, 2);
    using c = DeviceTensor.allocate(device, "f32", [n]);
    c.poison();
    add.launch(device.stream, [4, 1, 1], [a.pointer, b.pointer, Number(c.pointer), n, -0.5, -3n]);
    expect([...c.toHost().toNumbers()]).toEqual(Array.from({ length: n }, (_, i) => i - i - 3));
  });
  test("copy their arguments before they return", () => {
    using zero = ramp(1, 0);
    using c = DeviceTensor.allocate(device, "f32", [100]);
    for (let n = 0; n < 100; n++) add.launch(device.stream, [1, 1, 1], [zero.pointer, zero.pointer, c.slice(0, n, 1).pointer, 1, 0, n]);
    expect([...c.toHost().toNumbers()]).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });
  test("of empty grids do nothing; beyond the limits they are refused", () => {
    add.launch(device.stream, [0, 1, 1], [0n, 0n, 0n, 0, 0, 0]);
    device.synchronize();
    expect(() => add.launch(device.stream, [1, 65536, 1], [0n, 0n, 0n, 0, 0, 0])).toThrow("CUI3006");
  });
  test("know their resources", () => {
    expect(add.resources.registers).toBeGreaterThan(0);
    expect(add.resources.localBytes).toBe(0);
    expect(add.blocksPerMultiprocessor).toBeGreaterThanOrEqual(4);
  });
  test("cost little", () => {
    using a = ramp(1, 0);
    const values = [a.pointer, a.pointer, a.pointer, 0, 0, 0] as const;
    for (let n = 0; n < 500; n++) add.launch(device.stream, [1, 1, 1], values);
    device.stream.synchronize();
    const start = process.hrtime.bigint();
    for (let n = 0; n < 500; n++) add.launch(device.stream, [1, 1, 1], values);
    const microseconds = Number(process.hrtime.bigint() - start) / 500 / 1000;
    device.stream.synchronize();
    process.stdout.write(`one launch: ${microseconds.toFixed(2)} us\n`);
    expect(microseconds).toBeLessThan(50);
  });
});

describe("shared memory", () => {
  const source = `extern "C" __global__ void last_word(int* out, int words) { extern __shared__ int s[]; if (threadIdx.x == 0) { s[words - 1] = 42; out[0] = s[words - 1]; } }\n`;
  const list: KernelParameter[] = [
    { name: "out", type: "pointer" },
    { name: "words", type: "i32" },
  ];
  test("beyond 48 KiB is opted in to", async () => {
    const bytes = device.limits.sharedPerBlockOptIn;
    using kernel = await build(source, "last_word", list, 32, bytes);
    using out = DeviceTensor.allocate(device, "i32", [1]);
    kernel.launch(device.stream, [1, 1, 1], [out.pointer, bytes / 4]);
    expect([...out.toHost().toNumbers()]).toEqual([42]);
  });
  test("beyond the device is refused", async () => {
    await expect(build(source, "last_word", list, 32, device.limits.sharedPerBlockOptIn + 1024)).rejects.toThrow("CUI3006: last_word");
  });
});

test("a missing entry point is named by the driver", async () => {
  await expect(build(vectorAdd, "vector_sub", parameters, 256)).rejects.toThrow("CUDA_ERROR_NOT_FOUND");
});
test("a kernel cannot be launched after its disposal", async () => {
  const kernel = await build(vectorAdd, "vector_add", parameters, 256);
  kernel.dispose();
  expect(() => kernel.launch(device.stream, [1, 1, 1], [0n, 0n, 0n, 0, 0, 0])).toThrow("CUI3009");
});

describe("graphs", () => {
  test("replay what was captured, on the data of the moment", () => {
    using a = ramp(8, 1);
    using c = DeviceTensor.allocate(device, "f32", [8]);
    c.zero();
    using graph = Graph.capture(device.stream, () => {
      add.launch(device.stream, [1, 1, 1], [a.pointer, c.pointer, c.pointer, 8, 1, 0]);
      add.launch(device.stream, [1, 1, 1], [a.pointer, c.pointer, c.pointer, 8, 1, 0]);
    });
    expect([...c.toHost().toNumbers()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    graph.launch();
    graph.launch();
    expect([...c.toHost().toNumbers()]).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
    a.zero();
    graph.launch();
    expect([...c.toHost().toNumbers()]).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  });
  test("refuse what cannot be recorded, and leave the stream usable", () => {
    expect(() => Graph.capture(device.stream, () => device.stream.synchronize())).toThrow("CUI3010");
    expect(() => Graph.capture(device.stream, () => DeviceTensor.allocate(device, "f32", [4]))).toThrow("CUI3010: allocating a f32 tensor");
    expect(() => Graph.capture(device.stream, () => Graph.capture(device.stream, () => {}))).toThrow("CUI3010");
    device.stream.synchronize();
    expect(device.stream.idle).toBe(true);
  });
});

test("a tensor map reaches the kernel whole", async () => {
  if (device.capability.major < 9) return;
  using tensor = DeviceTensor.allocate(device, "bf16", [64, 64]);
  using out = DeviceTensor.allocate(device, "u32", [33]);
  const { dtype, pointer: address, shape, strides } = tensor;
  const map = TensorMap.encode({ dtype, pointer: address, shape, strides, box: [64, 64], swizzle: 128 });
  using kernel = await build(
    `struct alignas(64) Map { unsigned words[32]; };
extern "C" __global__ void dump(int first, const __grid_constant__ Map map, unsigned* out) { out[threadIdx.x] = map.words[threadIdx.x]; if (threadIdx.x == 0) out[32] = first; }\n`,
    "dump",
    [
      { name: "first", type: "i32" },
      { name: "map", type: "tensorMap" },
      { name: "out", type: "pointer" },
    ],
    32,
  );
  kernel.launch(device.stream, [1, 1, 1], [7, map, out.pointer]);
  expect([...out.toHost().data]).toEqual([...new Uint32Array(map.bytes.slice().buffer), 7]);
});

describe("in a process of its own", () => {
  const run = (program: string): ReturnType<typeof spawnSync> & { stderr: string } => {
    const modules = Object.entries({ Device: "device", DeviceTensor: "tensor", LaunchableKernel: "kernel", compileCuda: "nvrtc" })
      .map(([name, file]) => `const { ${name} } = await import(${JSON.stringify(join(import.meta.dirname, `${file}.ts`))});`)
      .join("\n");
    const result = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", `${modules}\n${program}`], {
      encoding: "utf8",
      env: { ...process.env, CUICA_DEBUG: "1" },
    });
    return result as ReturnType<typeof run>;
  };
  test("a bad access is found at its launch, by the kernel's name", () => {
    const { status, stderr } = run(`
      const device = Device.open();
      const { cubin } = await compileCuda('extern "C" __global__ void wild(int* p) { *p = 1; }', "wild", { architecture: device.architecture });
      const kernel = LaunchableKernel.load(device, { cubin, entry: "wild", parameters: [{ name: "p", type: "pointer" }], threads: 32, sharedBytes: 0 });
      try { kernel.launch(device.stream, [1, 1, 1], [64n]); } finally { kernel.dispose(); }`);
    expect(status).toBe(1);
    expect(stderr).toContain("the launch of wild failed: CUDA_ERROR_ILLEGAL_ADDRESS");
  });
  test("leaks are listed at exit", () => {
    const { status, stderr } = run(
      `const device = Device.open(); DeviceTensor.allocate(device, "f32", [3, 4]); DeviceTensor.allocate(device, "bf16", [5]).dispose();`,
    );
    expect(status).toBe(0);
    expect(stderr).toContain("f32 tensor of shape [3,4]");
    expect(stderr).not.toContain("bf16");
  });
});
