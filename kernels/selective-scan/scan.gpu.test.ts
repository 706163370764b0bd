// The selective scan on the GPU: the same contract as on the simulator, with small tiles and with those that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { scanCase } from "./cases.ts";
import { scanTuning } from "./operator.ts";
import { checkScan, smallScanTuning } from "./spec.ts";

const device = Device.open();
afterAll(() => device.dispose());

test.each([smallScanTuning, { ...scanTuning(16), tilesEach: 2 }])(
  "agrees with the reference, tiles of $blockT tokens and $blockC channels",
  async (tuning) => {
    const variants = new Set<string>();
    await fc.assert(
      fc.asyncProperty(scanCase(tuning.blockT, 1e6), async (one) => {
        variants.add(await checkScan(one, tuning, (configuration, call) => runOnGpu(device, configuration, call)));
      }),
      { numRuns: 40, seed: 41 },
    );
    expect([...variants].sort()).toEqual(["chunks", "whole"]);
  },
  600_000,
);
