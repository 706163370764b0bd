// Linear attention on the GPU: the same contract as on the simulator, with the tiles that are shipped. One configuration of options a decay, so
// that compiling does not outweigh running.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { rowMajor } from "../../proptests/lib/tensors.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { linearCase } from "./arbitraries.ts";
import { linearAttentionTuning } from "./operator.ts";
import { checkCase } from "./spec.ts";

const device = Device.open();
afterAll(() => device.dispose());

const plain = { dtype: "bf16", gateDtype: "bf16", normalise: false, hasSkip: false, hasInitialState: true, packed: false } as const;
test.each([
  { ...plain, decay: "none", keyDim: 128, valueDim: 128, normalise: true },
  { ...plain, decay: "head", keyDim: 256, valueDim: 512 },
  { ...plain, decay: "token", keyDim: 128, valueDim: 128, packed: true },
  { ...plain, decay: "channel", keyDim: 128, valueDim: 128, packed: true },
  { ...plain, decay: "channel", keyDim: 192, valueDim: 384, dtype: "f16", gateDtype: "f32" },
  { ...plain, decay: "channel", keyDim: 512, valueDim: 64 },
  { ...plain, decay: "head", keyDim: 336, valueDim: 672 },
  { ...plain, decay: "channel", keyDim: 272, valueDim: 48 },
  { ...plain, decay: "channel", keyDim: 128, valueDim: 128, dtype: "f32", gateDtype: "f32" },
  { ...plain, decay: "token", keyDim: 256, valueDim: 64, dtype: "f32" },
  { ...plain, decay: "step", keyDim: 128, valueDim: 64, hasSkip: true },
] as const)(
  "decay $decay, keys of $keyDim and values of $valueDim in $dtype, agrees with its definition",
  async (problem) => {
    const { keyDim, valueDim, decay, dtype } = problem;
    const tuning = { ...linearAttentionTuning(keyDim, valueDim, decay, dtype), chunksEach: 1 };
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(linearCase({ chunk: tuning.chunk, limit: 700 * keyDim * valueDim, dims: [] }, problem), async (one) => {
        const layouts = { q: rowMajor(4), k: rowMajor(4), v: rowMajor(4) };
        await checkCase({ ...one, layouts }, tuning, (configuration, call) => runOnGpu(device, configuration, call));
        cases += 1;
      }),
      { numRuns: 5, seed: 41 },
    );
    expect(cases).toBe(5);
  },
  120_000,
);
