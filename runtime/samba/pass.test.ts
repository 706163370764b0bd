// Where projections go on a GPU, against libraries that are faked: many rows to cuBLASLt, also inside a graph, few rows and biases to kernels.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Device } from "../cuda/device.ts";
import { FakeCublasLt } from "../cuda/testing/fake-cublaslt.ts";
import { HostTensor } from "../host-tensor.ts";
import { fakeGpu } from "../testing/fake-gpu.ts";
import { Arena, Pass } from "./pass.ts";
import { Place, type Tensor } from "./place.ts";
import { presets } from "./presets.ts";

vi.stubEnv("CUICA_CACHE", "off");
const { driver, faults } = fakeGpu();
const library = new FakeCublasLt(faults, driver);
beforeEach(() => {
  library.asked.length = 0;
  library.unsupportedRows = -1;
});
afterEach(() => {
  expect(faults.violations).toEqual([]);
  expect([driver.alive, library.alive]).toEqual([[], []]);
});

const [inner, outputs] = [4, 3];
const numbers = (length: number, step: number): number[] => Array.from({ length }, (_, n) => ((n * step) % 7) - 3);
/** `from`, to which the product is added a number of times. */
const product = (rows: number, times: number, from: readonly number[]): number[] => {
  const [x, weight] = [numbers(rows * inner, 2), numbers(outputs * inner, 3)];
  return from.map((before, n) => {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += x[Math.floor(n / outputs) * inner + k]! * weight[(n % outputs) * inner + k]!;
    return before + times * sum;
  });
};
const setting = (device: Device, rows: number) => {
  const place = new Place(device);
  const pass = new Pass({ place, arena: new Arena(place), config: presets["Samba_421M"]!, dtype: "f32", mode: "step", rows });
  const upload = (shape: readonly number[], values: readonly number[]): Tensor =>
    place.upload(HostTensor.fromNumbers("f32", shape, values), "f32");
  const start = numbers(rows * outputs, 5);
  const [x, y] = [upload([rows, inner], numbers(rows * inner, 2)), upload([rows, outputs], start)];
  const weight = upload([outputs, inner], numbers(outputs * inner, 3));
  return { place, pass, x, y, weight, start, bias: upload([outputs], [1, 2, 3]) };
};

test("many rows: y = x W^T", async () => {
  using device = Device.open();
  const { place, pass, x, y, weight, start } = setting(device, 17);
  using _ = place;
  await pass.project(x, { weight, bias: null }, y);
  pass.run();
  expect([...place.read(y).toNumbers()]).toEqual(product(17, 1, start.fill(0)));
});

test("many rows: y += x W^T as often as a graph is launched", async () => {
  using device = Device.open();
  const { place, pass, x, y, weight, start } = setting(device, 17);
  using _ = place;
  await pass.projectOnto(y, x, { weight, bias: null });
  const work = place.recorded(() => pass.run());
  expect([...place.read(y).toNumbers()]).toEqual(start);
  for (const _launch of [1, 2, 3]) work.launch();
  expect([...place.read(y).toNumbers()]).toEqual(product(17, 3, start));
  work.dispose();
});

test.each([
  ["16 rows", 16, false, -1],
  ["a bias", 17, true, -1],
  ["many rows, of which cuBLASLt knows nothing", 17, false, 17],
])("%s: a kernel takes it", async (_name, rows, hasBias, unsupportedRows) => {
  library.unsupportedRows = unsupportedRows;
  using device = Device.open();
  const { place, pass, x, y, weight, bias } = setting(device, rows);
  using _ = place;
  const called = vi.spyOn(pass, "call").mockResolvedValue();
  await pass.project(x, { weight, bias: hasBias ? bias : null }, y);
  await pass.projectOnto(y, x, { weight, bias: hasBias ? bias : null });
  expect(called.mock.calls.map(([plan]) => [plan.name, plan.problem["addsTo"]])).toEqual([
    ["projection", false],
    ["projection", true],
  ]);
  // Only that it knows nothing has to be asked for: once for each of the two.
  expect(library.asked.length).toBe(unsupportedRows === rows ? 2 : 0);
});
