// Projections of a pass on a GPU, of few rows and of many, against their definition: by kernels or by cuBLASLt, at once and inside a graph.
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectionReference } from "../../kernels/projection/reference.ts";
import { relativeError } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { randomTensor } from "../../proptests/lib/tensors.ts";
import { Device } from "../cuda/device.ts";
import { HostTensor } from "../host-tensor.ts";
import { Arena, Pass } from "./pass.ts";
import { Place } from "./place.ts";
import { presets } from "./presets.ts";

let device: Device;
beforeAll(() => {
  device = Device.open();
});
afterAll(() => device.dispose());

const limits = { f32: 1e-5, bf16: 8e-3 } as const;
const cases = (["f32", "bf16"] as const).flatMap((dtype) =>
  [1, 16, 17, 300].flatMap((rows) => [false, true].map((hasBias) => ({ dtype, rows, hasBias }))),
);
test.each(cases)("$dtype, $rows rows, bias: $hasBias", async ({ dtype, rows, hasBias }) => {
  using place = new Place(device);
  const pass = new Pass({ place, arena: new Arena(place), config: presets["Samba_421M"]!, dtype, mode: "step", rows });
  const [inner, outputs, gap] = [176, 200, 32];
  const random = new Random(rows);
  // Rows of x have a gap behind them, as columns of a wider matrix have.
  const wide = randomTensor(random, dtype, [rows, inner + gap]);
  const x = new HostTensor(dtype, [rows, inner], wide.data, [inner + gap, 1]);
  const weight = randomTensor(random, dtype, [outputs, inner]);
  const residual = randomTensor(random, "f32", [rows, outputs]);
  const bias = hasBias ? randomTensor(random, "f32", [outputs]) : null;
  const columns = pass.columns(place.upload(wide, dtype), 0, inner);
  const linear = { weight: place.upload(weight, dtype), bias: bias && place.upload(bias, "f32") };
  const [y, wider, sum] = [place.allocate(dtype, [rows, outputs]), place.allocate("f32", [rows, outputs]), place.upload(residual, "f32")];
  await pass.project(columns, linear, y);
  await pass.project(columns, linear, wider);
  await pass.projectOnto(sum, columns, linear);
  const work = place.recorded(() => pass.run());
  work.launch();
  const error = (actual: HostTensor, from: HostTensor | null): number =>
    relativeError(actual.toNumbers(), projectionReference({ x, weight, bias, residual: from }));
  expect(error(place.read(y), null)).toBeLessThan(limits[dtype]);
  expect(error(place.read(wider), null)).toBeLessThan(limits.f32);
  expect(error(place.read(sum), residual)).toBeLessThan(limits.f32);
  work.dispose();
  pass.dispose();
});
