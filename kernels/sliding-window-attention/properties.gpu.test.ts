// The properties of attention on the GPU, with the tile sizes that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { attentionProperties } from "./properties.ts";
import { propertyCase } from "./property-cases.ts";

const device = Device.open();
afterAll(() => device.dispose());
const execute = (configuration: Parameters<typeof runOnGpu>[1], call: Parameters<typeof runOnGpu>[2]): Promise<void> =>
  runOnGpu(device, configuration, call);

test.each(attentionProperties)(
  "$name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(propertyCase([32, 64], 24e6), async (property) => {
        await check(property, [execute, execute, execute]);
        cases += 1;
      }),
      { numRuns: 6, seed: 81 },
    );
    expect(cases).toBe(6);
  },
  300_000,
);
