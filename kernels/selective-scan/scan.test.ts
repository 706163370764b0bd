// The selective scan against its definition on the CPU back end and on the simulator: every variant, every option.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { scanCase } from "./cases.ts";
import { scanTuning } from "./operator.ts";
import { checkScan, smallScanTuning } from "./spec.ts";

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
