import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gpuAvailable } from "./cuda/device.ts";
import { doctor, formatDoctor } from "./doctor.ts";

// The doctor would make the user's cache directory.
beforeEach(() => {
  vi.stubEnv("CUICA_CACHE", "off");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test("the doctor reports on any machine, and every problem comes with help", () => {
  const report = doctor();
  expect(report.canLaunch).toBe(gpuAvailable());
  expect(report.libraries.map(({ name }) => name)).toEqual(["libcuda", "nvrtc", "cublasLt"]);
  for (const { path, attempts } of report.libraries) expect(attempts.some(({ problem }) => problem === null)).toBe(path !== null);
  expect(report.problems.every(({ text, help }) => text !== "" && help !== "")).toBe(true);
  if (!report.canLaunch) expect(report.problems.length).toBeGreaterThan(0);
});
test("the report reads as text", () => {
  const text = formatDoctor(
    {
      node: "v20.0.0",
      platform: "linux x64",
      cacheDirectory: null,
      canCompile: true,
      canLaunch: false,
      libraries: [
        {
          name: "libcuda",
          path: null,
          source: null,
          version: null,
          attempts: [{ path: "libcuda.so.1", source: "loader path", problem: "no such file" }],
        },
        { name: "nvrtc", path: "libnvrtc.so.13", source: "loader path", version: "13.0", attempts: [] },
      ],
      devices: [{ index: 0, name: "A100", capability: "8.0", multiprocessors: 108, memoryBytes: 40 * 2 ** 30, target: "sm_80" }],
      problems: [{ text: "libcuda.so.1 was not found", help: "install the driver" }],
    },
    true,
  );
  expect(text).toMatchInlineSnapshot(`
    "node v20.0.0 on linux x64
    libcuda: not found
        libcuda.so.1 (loader path): no such file
    nvrtc: libnvrtc.so.13 (loader path), 13.0
    GPU 0: A100, capability 8.0, 108 multiprocessors, 40.0 GiB, kernels of sm_80
    compile cache: off
    compile for a GPU: yes; run on a GPU: no
    problem: libcuda.so.1 was not found
      help: install the driver"
  `);
});
