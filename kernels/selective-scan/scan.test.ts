// The selective scan against its definition on the CPU back end and on the simulator: every variant, every option.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { rowMajor } from "../../proptests/lib/tensors.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { type ScanCase, scanCase } from "./cases.ts";
import { scanTuning } from "./operator.ts";
import { checkScan, smallScanTuning } from "./spec.ts";
import { checkScanUpdate, scanUpdateCase } from "./update-spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });
const variantsOf = async (numRuns: number, seed: number, tuning: typeof smallScanTuning, limit: number, execute: Execution) => {
  const variants: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(scanCase(tuning.blockT, limit), async (one) => {
      const variant = await checkScan(one, tuning, execute);
      variants[variant] = (variants[variant] ?? 0) + 1;
    }),
    { numRuns, seed },
  );
  return variants;
};

describe("the selective scan agrees with its definition", () => {
  test("on the CPU back end", async () => {
    const { whole, chunks } = await variantsOf(120, 1, smallScanTuning, 2e5, runOnCpu);
    expect(whole).toBeGreaterThan(20);
    expect(chunks).toBeGreaterThan(20);
  });
  test("on the simulator", async () => {
    const { whole, chunks } = await variantsOf(60, 2, smallScanTuning, 1e5, onSimulator);
    expect(whole).toBeGreaterThan(10);
    expect(chunks).toBeGreaterThan(10);
  });
  test("on the simulator, with the tiles that are shipped", async () => {
    const { whole, chunks } = await variantsOf(20, 3, { ...scanTuning(16), tilesEach: 2 }, 2e5, onSimulator);
    expect([whole, chunks].every((n) => n! > 0)).toBe(true);
  });
});

test("[batch, channel, token] asks memory for no more than [batch, token, channel]", async () => {
  const sectorsOf = async (channelsFirst: boolean): Promise<number> => {
    let sectors = 0;
    const count: Execution = (configuration, call) => {
      sectors += runOnSimulator(configuration, call, { seed: 1, target: "sm_80" }).globalSectors;
    };
    const layout = { order: channelsFirst ? [0, 2, 1] : [0, 1, 2], padding: 0, margin: 0 };
    const one: ScanCase = {
      ...{ seed: 1, dtype: "bf16", states: 16, groupChannels: 0, groups: 1, channels: 64, lengths: [64], step: 0.3, multiprocessors: 1 },
      ...{
        hasD: true,
        hasGate: true,
        hasBias: true,
        hasSoftplus: true,
        hasInitialState: false,
        channelsFirst,
        reverse: false,
        packed: false,
      },
      layouts: { u: layout, delta: layout, z: layout, B: rowMajor(4), C: rowMajor(4) },
    };
    await checkScan(one, scanTuning(16), count);
    return sectors;
  };
  // Beside the tiles of u, delta, z and y, alike in both, vectors of channels differ in how often threads share them.
  expect(await sectorsOf(true)).toBeLessThanOrEqual(await sectorsOf(false));
});

describe("a single token agrees with the scan of one token", () => {
  test.each([
    ["on the CPU back end", runOnCpu, 60],
    ["on the simulator", onSimulator, 40],
  ] as const)("%s", async (_, execute, numRuns) => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(scanUpdateCase(), async (one) => {
        await checkScanUpdate(one, { blockC: 8, warps: 2 }, execute);
        count += 1;
      }),
      { numRuns, seed: 4 },
    );
    expect(count).toBe(numRuns);
  });
});
