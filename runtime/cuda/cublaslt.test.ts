// Projections by cuBLASLt against a library and a driver that are faked: what is passed means x W^T, nothing leaks when a call fails, and shapes are asked for once.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeGpu } from "../testing/fake-gpu.ts";
import { HostTensor } from "../host-tensor.ts";
import { CublasLt } from "./cublaslt.ts";
import { Device } from "./device.ts";
import { DeviceTensor } from "./tensor.ts";
import { FakeCublasLt } from "./testing/fake-cublaslt.ts";

vi.stubEnv("CUICA_CACHE", "off");
const { driver, faults } = fakeGpu();
const library = new FakeCublasLt(faults, driver);
beforeEach(() => {
  faults.arm(null);
  library.asked.length = 0;
  library.unsupportedRows = -1;
});
afterEach(() => {
  expect(faults.violations).toEqual([]);
  expect([driver.alive, library.alive]).toEqual([[], []]);
});

const [rows, inner, outputs] = [3, 4, 5];
const numbers = (length: number, step: number): number[] => Array.from({ length }, (_, n) => ((n * step) % 7) - 3);
const matrices = (device: Device) => {
  const upload = (shape: readonly number[], values: readonly number[]): DeviceTensor =>
    DeviceTensor.fromHost(device, HostTensor.fromNumbers("f32", shape, values));
  return {
    x: upload([rows, inner], numbers(rows * inner, 2)),
    weight: upload([outputs, inner], numbers(outputs * inner, 3)),
    y: upload([rows, outputs], numbers(rows * outputs, 5)),
  };
};
const product = (added: boolean): number[] => {
  const [x, weight, y] = [numbers(rows * inner, 2), numbers(outputs * inner, 3), numbers(rows * outputs, 5)];
  return y.map((before, n) => {
    const [row, output] = [Math.floor(n / outputs), n % outputs];
    let sum = added ? before : 0;
    for (let k = 0; k < inner; k += 1) sum += x[row * inner + k]! * weight[output * inner + k]!;
    return sum;
  });
};

test.each([false, true])("x W^T, added to y: %s", (addsTo) => {
  using device = Device.open();
  using cublasLt = CublasLt.open(device);
  const { x, weight, y } = matrices(device);
  device.synchronize();
  cublasLt.project({ x, weight, y, addsTo }).launch();
  expect([...y.toHost().toNumbers()]).toEqual(product(addsTo));
  expect(library.asked).toEqual([{ compute: 68, alignments: [expect.any(Number), expect.any(Number), expect.any(Number)] }]);
});

test("rows with gaps, and a shape is asked for once; tf32 is another choice", () => {
  using device = Device.open();
  using cublasLt = CublasLt.open(device);
  const { x, weight } = matrices(device);
  const y = DeviceTensor.allocate(device, "f32", [rows, outputs], { strides: [8, 1] });
  device.synchronize();
  for (const _ of [1, 2]) cublasLt.project({ x, weight, y }).launch();
  expect([...y.toHost().toNumbers()]).toEqual(product(false));
  cublasLt.project({ x, weight, y, allowsTf32: true });
  expect(library.asked.map(({ compute }) => compute)).toEqual([68, 77]);
});

test("wrong calls are refused before anything is asked", () => {
  using device = Device.open();
  using cublasLt = CublasLt.open(device);
  const { x, weight, y } = matrices(device);
  const integers = DeviceTensor.allocate(device, "i32", [rows, inner]);
  const half = DeviceTensor.allocate(device, "bf16", [outputs, inner]);
  expect(() => cublasLt.project({ x: weight, weight: x, y })).toThrow(/CUI3007: .*x is \[row, inner\]/s);
  expect(() => cublasLt.project({ x: integers, weight, y })).toThrow(/CUI3007: .*x is i32/);
  expect(() => cublasLt.project({ x, weight: half, y })).toThrow(/CUI3007: .*weight is bf16, and x f32/);
  const turned = DeviceTensor.allocate(device, "f32", [rows, inner], { strides: [1, rows] });
  expect(() => cublasLt.project({ x: turned, weight, y })).toThrow(/CUI3007: .*x has strides/);
  expect(library.asked).toEqual([]);
});

test("where the library has no algorithm, the error says what to use", () => {
  using device = Device.open();
  using cublasLt = CublasLt.open(device);
  library.unsupportedRows = rows;
  expect(() => cublasLt.project(matrices(device))).toThrow(/CUI3028: cuBLASLt has no algorithm .*kernels\/projection/s);
});

test.each([
  "cublasLtCreate",
  "cublasLtMatmulDescCreate",
  "cublasLtMatmulDescSetAttribute",
  "cublasLtMatrixLayoutCreate",
  "cublasLtMatmulPreferenceCreate",
  "cublasLtMatmulPreferenceSetAttribute",
  "cublasLtMatmulAlgoGetHeuristic",
  "cublasLtMatmul",
])("a failure of %s is named, and leaks nothing", (name) => {
  using device = Device.open();
  faults.arm({ call: name, nth: 1, status: 14 });
  const run = (): void => {
    using cublasLt = CublasLt.open(device);
    cublasLt.project(matrices(device)).launch();
  };
  expect(run).toThrow(`CUI3018: ${name} failed: CUBLAS_STATUS_INTERNAL_ERROR`);
});
