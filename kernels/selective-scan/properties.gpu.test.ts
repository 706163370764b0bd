// The properties of the selective scan on the GPU.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { scanTuning } from "./operator.ts";
import { scanProperties } from "./properties.ts";
import { scanPropertyCase } from "./property-cases.ts";

const device = Device.open();
afterAll(() => device.dispose());
const execute: Execution = (configuration, call) => runOnGpu(device, configuration, call);

test.each(scanProperties)(
  "$name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(scanPropertyCase(3e5), async (property) => {
        await check({ ...property, tuning: { ...scanTuning(property.scan.states), tilesEach: 1 } }, [execute, execute]);
        cases += 1;
      }),
      { numRuns: 4, seed: 81 },
    );
    expect(cases).toBe(4);
  },
  300_000,
);
