// Linear attention on the GPU: the same contract as on the simulator, with small tiles and with those that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { decays, linearCase } from "./arbitraries.ts";
import { linearAttentionTuning } from "./operator.ts";
import { checkCase, smallTuning } from "./spec.ts";

const device = Device.open();
afterAll(() => device.dispose());

test.each(
  decays.flatMap((decay) =>
    (
      [
        [48, 32],
        [128, 128],
        [192, 384],
        [256, 512],
        [512, 64],
      ] as const
    ).map(([keyDim, valueDim]) => [decay, keyDim, valueDim] as const),
  ),
)(
  "decay %s, keys of %i and values of %i, agrees with its definition",
  async (decay, keyDim, valueDim) => {
    const tuning = keyDim === 48 ? smallTuning : { ...linearAttentionTuning(keyDim, valueDim, decay), chunksEach: 1 };
    const variants = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        linearCase({ chunk: tuning.chunk, limit: 400 * keyDim * valueDim, dims: [[keyDim, valueDim]], decays: [decay] }),
        async (one) => {
          variants.add(await checkCase(one, tuning, (configuration, call) => runOnGpu(device, configuration, call)));
        },
      ),
      { numRuns: 6, seed: 41 },
    );
    expect(variants.size).toBeGreaterThan(0);
  },
  300_000,
);
