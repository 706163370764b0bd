// Linear attention by chunks against its definition on the CPU back end and on the simulator: every decay, whole and in segments.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { decays, linearCase } from "./arbitraries.ts";
import { checkCase, smallTuning } from "./spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });
const dims = [
  [32, 64],
  [64, 32],
  [48, 32],
] as const;

describe.each(decays)("decay %s agrees with its definition", (decay) => {
  test.each([
    ["the CPU back end", runOnCpu, 8, 2e6],
    ["the simulator", onSimulator, 6, 1e6],
  ] as const)("on %s", async (_, execute, numRuns, limit) => {
    const variants = new Set<string>();
    await fc.assert(
      fc.asyncProperty(linearCase({ chunk: 32, limit, dims, decays: [decay] }), async (one) => {
        variants.add(await checkCase(one, smallTuning, execute));
      }),
      { numRuns, seed: 7 },
    );
    expect([...variants].sort()).toEqual(["segments", "whole"]);
  });
});

test.each([
  ["the CPU back end", runOnCpu, 12, 2e6],
  ["the simulator", onSimulator, 10, 1e6],
] as const)("keys that warps do not divide, on %s", async (_, execute, numRuns, limit) => {
  const variants = new Set<string>();
  const uneven = [
    [48, 32],
    [16, 64],
  ] as const;
  await fc.assert(
    fc.asyncProperty(linearCase({ chunk: 32, limit, dims: uneven }), async (one) => {
      variants.add(await checkCase(one, { ...smallTuning, warps: 8 }, execute));
    }),
    { numRuns, seed: 12 },
  );
  expect([...variants].sort()).toEqual(["segments", "whole"]);
});

test("decay channel in chunks of 64, which join four sub-chunks", async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(linearCase({ chunk: 64, limit: 2e6, dims, decays: ["channel"] }), async (one) => {
      await checkCase(one, { ...smallTuning, chunk: 64 }, runOnCpu);
      cases += 1;
    }),
    { numRuns: 5, seed: 9 },
  );
  expect(cases).toBe(5);
});

test.each(decays)("decay %s rounds nothing of what a token adds itself", async (decay) => {
  let cases = 0;
  const problem = { keyDim: 64, valueDim: 32, dtype: "bf16", decay, hasSkip: false, hasInitialState: false, packed: false } as const;
  await fc.assert(
    fc.asyncProperty(linearCase({ chunk: 32, limit: 1e6, dims: [] }, { ...problem, gateDtype: "f32", normalise: false }), async (one) => {
      // One score is all that such a case has: no other error hides its rounding.
      await checkCase({ ...one, lengths: [1], groups: 1, groupHeads: 1 }, smallTuning, runOnCpu);
      cases += 1;
    }),
    { numRuns: 40, seed: 41 },
  );
  expect(cases).toBe(40);
});

// Sums of decays in one f32 would be off by more.
test.each(decays)("decay %s in f32 is within 1e-5", async (decay) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(linearCase({ chunk: 64, limit: 4e5, dims: [[32, 32]], decays: [decay], dtypes: ["f32"] }), async (one) => {
      await checkCase({ ...one, strength: cases % 2 ? 50 : 10 }, { ...smallTuning, chunk: 64 }, runOnCpu);
      cases += 1;
    }),
    { numRuns: 16, seed: 8 },
  );
  expect(cases).toBe(16);
});
