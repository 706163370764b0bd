// Projections by the cuBLASLt of this machine, against their definition: dtypes, residuals, odd extents, and inside a graph.
import { afterAll, expect, test } from "vitest";
import { relativeError } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { type FloatType, randomTensor } from "../../proptests/lib/tensors.ts";
import { projectionReference } from "../../kernels/projection/reference.ts";
import { CublasLt } from "./cublaslt.ts";
import { Device } from "./device.ts";
import { Graph } from "./graph.ts";
import { DeviceTensor } from "./tensor.ts";

const device = Device.open();
const cublasLt = CublasLt.open(device);
afterAll(() => {
  cublasLt.dispose();
  device.dispose();
});

const limits: Readonly<Record<FloatType, number>> = { f32: 1e-5, f16: 1e-3, bf16: 8e-3 };
test.each(
  (["f32", "bf16", "f16"] as const).flatMap((dtype) =>
    [
      [1, 64, 48],
      [16, 200, 96],
      [130, 513, 77],
    ].flatMap(([rows, inner, outputs]) => [false, true].map((addsTo) => [dtype, rows!, inner!, outputs!, addsTo] as const)),
  ),
)("%s, %i rows, %i x %i, added: %s", (dtype, rows, inner, outputs, addsTo) => {
  const random = new Random(rows + inner);
  const outputDtype = addsTo ? "f32" : dtype;
  const x = randomTensor(random, dtype, [rows, inner]);
  const weight = randomTensor(random, dtype, [outputs, inner]);
  const residual = randomTensor(random, outputDtype, [rows, outputs]);
  using onX = DeviceTensor.fromHost(device, x);
  using onWeight = DeviceTensor.fromHost(device, weight);
  using onY = DeviceTensor.fromHost(device, residual);
  cublasLt.project({ x: onX, weight: onWeight, y: onY, addsTo }).launch();
  const reference = projectionReference({ x, weight, bias: null, residual: addsTo ? residual : null });
  expect(relativeError(onY.toHost().toNumbers(), reference)).toBeLessThan(limits[outputDtype]);
});

test("a graph repeats it", () => {
  const random = new Random(1);
  const [x, weight] = [randomTensor(random, "bf16", [4, 64]), randomTensor(random, "bf16", [32, 64])];
  using onX = DeviceTensor.fromHost(device, x);
  using onWeight = DeviceTensor.fromHost(device, weight);
  using y = DeviceTensor.allocate(device, "f32", [4, 32]);
  y.zero();
  const projection = cublasLt.project({ x: onX, weight: onWeight, y, addsTo: true });
  using graph = Graph.capture(device.stream, () => projection.launch());
  for (const _ of [1, 2, 3]) graph.launch();
  const once = projectionReference({ x, weight, bias: null, residual: null });
  expect(
    relativeError(
      y.toHost().toNumbers(),
      once.map((value) => 3 * value),
    ),
  ).toBeLessThan(1e-5);
});
