// Every dtype in every place, and every conversion, on the GPU: the cases of the simulator.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { DType } from "../codegen/ir/types.ts";
import type { HostTensor } from "../dsl/index.ts";
import { Device } from "../runtime/cuda/device.ts";
import type { KernelConfiguration } from "../runtime/executions.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { conversionCall, conversionCases, expectedConversion, flagCase } from "./dtype-cases.ts";
import { numbersOf } from "./executions.ts";

const device = Device.open();
afterAll(() => device.dispose());
const run = async (
  configuration: KernelConfiguration,
  tensors: Record<string, HostTensor>,
  outputs: readonly string[],
): Promise<number[][]> => {
  await runOnGpu(device, configuration, { tensors, scalars: {} });
  return outputs.map((name) => numbersOf(tensors[name]!));
};

test("conversions between all dtypes, of tiles and of elements", async () => {
  await fc.assert(
    fc.asyncProperty(conversionCases, async (one) => {
      const { configuration, call } = conversionCall(one);
      expect(await run(configuration, call(), ["y", "elements"])).toEqual(expectedConversion(one, call()));
    }),
    { numRuns: 100, seed: 15 },
  );
}, 600_000);

test("flags in tensors, fragments and shared memory", async () => {
  for (const from of ["f32", "bf16", "i8", "f8e4m3", "i32"] satisfies DType[])
    for (const columns of [1, 17, 64]) {
      const { configuration, call, expected } = flagCase(from, columns, columns);
      expect(await run(configuration, call(), ["mask", "chosen"])).toEqual(expected);
    }
}, 300_000);
