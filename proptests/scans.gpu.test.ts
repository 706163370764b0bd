// Scans on the GPU against the CPU back end: bit for bit where the combination is exact.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { HostTensor } from "../dsl/index.ts";
import { Device } from "../runtime/cuda/device.ts";
import { runOnCpu } from "../runtime/executions.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";

const file = new URL("./scan-kernels.ts", import.meta.url).pathname;
const device = Device.open();
afterAll(() => device.dispose());

const extents = fc.constantFrom(1, 3, 8, 24, 48, 64, 96, 128);
const cases = fc.record({
  axis: fc.integer({ min: 0, max: 1 }),
  reverse: fc.boolean(),
  rows: extents,
  columns: extents,
  warps: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer(),
});

test.each([
  { kernel: "affineMaps", dtype: "u32", inputs: ["a", "b"], outputs: ["factors", "terms"], most: 2 ** 32 - 1, tolerance: 0 },
  { kernel: "recurrence", dtype: "f32", inputs: ["decay", "input"], outputs: ["state"], most: 1, tolerance: 1e-4 },
] as const)(
  "$kernel",
  async ({ kernel, dtype, inputs, outputs, most, tolerance }) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ axis, reverse, seed, ...tuning }) => {
        const random = new Random(seed);
        const shape = [tuning.rows, tuning.columns];
        const drawn = (): number => (dtype === "u32" ? random.integer(0, most) : random.uniform());
        const values = inputs.map((name) => [name, Array.from({ length: shape[0]! * shape[1]! }, drawn)] as const);
        const tensors = (): Record<string, HostTensor> =>
          Object.fromEntries([
            ...values.map(([name, numbers]) => [name, HostTensor.fromNumbers(dtype, shape, numbers)] as const),
            ...outputs.map((name) => [name, HostTensor.allocate(dtype, shape).poison()] as const),
          ]);
        const configuration = { file, kernel, problem: { axis, reverse }, tuning };
        const [onCpu, onGpu] = [tensors(), tensors()];
        runOnCpu(configuration, { tensors: onCpu, scalars: {} });
        await runOnGpu(device, configuration, { tensors: onGpu, scalars: {} });
        for (const name of outputs) {
          const expected = numbersOf(onCpu[name]!);
          numbersOf(onGpu[name]!).forEach((value, n) =>
            expect(Math.abs(value - expected[n]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[n]!))),
          );
        }
      }),
      { numRuns: 12, seed: 12 },
    );
  },
  300_000,
);
