// The causal convolution and its step on the GPU: the same contract as on the simulator, with the tiles that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { convTuning } from "./operator.ts";
import { checkConv, checkConvUpdate, convCase, convUpdateCase } from "./spec.ts";

const device = Device.open();
afterAll(() => device.dispose());
const execute: Execution = (configuration, call) => runOnGpu(device, configuration, call);

test("agree with the reference", async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(convCase(convTuning.blockT, 1e5), convUpdateCase(), async (whole, step) => {
      await checkConv(whole, convTuning, execute);
      await checkConvUpdate(step, { blockC: 256, warps: 1 }, execute);
      cases += 1;
    }),
    { numRuns: 25, seed: 61 },
  );
  expect(cases).toBe(25);
}, 300_000);
