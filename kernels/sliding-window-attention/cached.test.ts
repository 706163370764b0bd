// Chunked prefill over a ring-buffer cache equals one pass, on the CPU back end and the simulator.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { cachedCase, checkCached } from "./cached-cases.ts";

describe("attentionForward over a ring-buffer cache equals one pass", () => {
  const runs = async (execute: Execution, numRuns: number): Promise<number> => {
    let count = 0;
    await fc.assert(fc.asyncProperty(cachedCase(), async (one) => {
      await checkCached(one, { blockM: 32, blockN: 32, stages: 2, warps: 2 }, execute);
      count += 1;
    }), { numRuns, seed: 3 });
    return count;
  };
  test("on the CPU back end", async () => {
    expect(await runs(runOnCpu, 40)).toBe(40);
  });
  test("on the simulator", async () => {
    expect(await runs((configuration, call) => void runOnSimulator(configuration, call, { seed: 1, target: "sm_80" }), 25)).toBe(25);
  });
});
