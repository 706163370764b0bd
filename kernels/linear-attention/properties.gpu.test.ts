// The properties of linear attention on the GPU, over random cases and tunings as on the simulator, of longer sequences.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { deltaProperties } from "./delta-properties.ts";
import { linearProperties } from "./properties.ts";
import { deltaPropertyCase, propertyCase } from "./property-cases.ts";

const device = Device.open();
afterAll(() => device.dispose());
const execute = (configuration: Parameters<typeof runOnGpu>[1], call: Parameters<typeof runOnGpu>[2]): Promise<void> =>
  runOnGpu(device, configuration, call);

test.each(linearProperties)(
  "$name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(propertyCase(4e6), async (property) => {
        await check(property, [execute, execute, execute]);
        cases += 1;
      }),
      { numRuns: 6, seed: 81 },
    );
    expect(cases).toBe(6);
  },
  300_000,
);

test.each(deltaProperties)(
  "delta rule, $name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(deltaPropertyCase(4e6), async (property) => {
        await check(property, [execute, execute, execute]);
        cases += 1;
      }),
      { numRuns: 6, seed: 83 },
    );
    expect(cases).toBe(6);
  },
  300_000,
);
