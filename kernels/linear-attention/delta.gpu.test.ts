// The gated delta rule on the GPU: the same contract as on the simulator, with the tiles that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { rowMajor } from "../../proptests/lib/tensors.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { gatedDeltaRuleTuning } from "./delta-operator.ts";
import { checkDelta, deltaCase } from "./delta-spec.ts";

const device = Device.open();
afterAll(() => device.dispose());

test.each([
  { dtype: "bf16", decay: "token", keyDim: 128, valueDim: 128, packed: false, hasInitialState: true },
  { dtype: "bf16", decay: "token", keyDim: 128, valueDim: 128, packed: true, hasInitialState: false },
  { dtype: "f16", decay: "none", keyDim: 64, valueDim: 128, packed: false, hasInitialState: false },
  { dtype: "bf16", decay: "token", keyDim: 256, valueDim: 256, packed: false, hasInitialState: true },
  { dtype: "f32", decay: "token", keyDim: 128, valueDim: 64, packed: true, hasInitialState: true },
  { dtype: "f32", decay: "token", keyDim: 256, valueDim: 512, packed: false, hasInitialState: false },
] as const)(
  "decay $decay, keys of $keyDim and values of $valueDim in $dtype, agrees with its definition",
  async (problem) => {
    const { keyDim, valueDim, dtype } = problem;
    const tuning = gatedDeltaRuleTuning(keyDim, valueDim, dtype);
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        deltaCase({ chunk: tuning.chunk, limit: 400 * keyDim * valueDim, dims: [] }, problem),
        async ({ linear, likeness }) => {
          const layouts = { q: rowMajor(4), k: rowMajor(4), v: rowMajor(4) };
          await checkDelta({ linear: { ...linear, layouts }, likeness }, tuning, (configuration, call) =>
            runOnGpu(device, configuration, call),
          );
          cases += 1;
        },
      ),
      { numRuns: 5, seed: 43 },
    );
    expect(cases).toBe(5);
  },
  120_000,
);
