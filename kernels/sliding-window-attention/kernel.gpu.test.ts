// attentionForward on the GPU: the same contract as on the simulator, with the tile sizes that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { expectSameBits } from "../../proptests/lib/errors.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { attentionCase } from "./arbitraries.ts";
import { checkCase } from "./spec.ts";

const device = Device.open();
afterAll(() => device.dispose());

for (const [block, tuning] of [
  [16, { blockM: 16, blockN: 16, stages: 2, warps: 1 }],
  [32, { blockM: 64, blockN: 32, stages: 3, warps: 4 }],
  [64, { blockM: 64, blockN: 64, stages: 2, warps: 4 }],
] as const) {
  test(`agrees with the reference, tiles of ${tuning.blockM} x ${tuning.blockN}`, async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(attentionCase(block), async (attention) => {
        const execute = (configuration: Parameters<typeof runOnGpu>[1], call: Parameters<typeof runOnGpu>[2]) =>
          runOnGpu(device, configuration, call);
        const first = await checkCase(attention, tuning, execute);
        const second = await checkCase(attention, tuning, execute);
        expectSameBits("a second run", second.output, first.output);
        cases += 1;
      }),
      { numRuns: 20, seed: 20 + block },
    );
    expect(cases).toBe(20);
  }, 400_000);
}
