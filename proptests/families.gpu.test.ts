// Every family of kernels keeps its contract on the GPU, with every tuning of its spec.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { familySpecs } from "./families.ts";
import type { Execution } from "./lib/spec.ts";

const device = Device.open();
afterAll(() => device.dispose());
const execute: Execution = (configuration, call) => runOnGpu(device, configuration, call);

test.each(familySpecs.map((spec) => [spec.name, spec] as const))(
  "%s",
  async (_, spec) => {
    let count = 0;
    for (const tuning of spec.tunings)
      await fc.assert(
        fc.asyncProperty(spec.cases({ tuning, work: 1e5 }), async (one) => {
          await spec.check(one, tuning, execute);
          count += 1;
        }),
        { numRuns: 10, seed: 29 },
      );
    expect(count).toBe(10 * spec.tunings.length);
  },
  300_000,
);
