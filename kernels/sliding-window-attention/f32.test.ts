// Forward attention of f32, in products of three tf32 parts: within 1e-5 of the values of its definition, on the CPU back end and on the simulator.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { attentionCase } from "./arbitraries.ts";
import { checkCase } from "./spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 9, target: "sm_80" });
const tuning = { blockM: 16, blockN: 16, stages: 2, warps: 1 };

test.each([
  ["the CPU back end", runOnCpu, 30, 4e6],
  ["the simulator", onSimulator, 12, 2e6],
] as const)(
  "on %s",
  async (_, execute, numRuns, limit) => {
    let count = 0;
    const cases = attentionCase(16, limit, undefined, ["f32"]);
    await fc.assert(
      fc.asyncProperty(cases, async (attention) => {
        await checkCase(attention, tuning, execute);
        count += 1;
      }),
      { numRuns, seed: 21 },
    );
    expect(count).toBe(numRuns);
  },
  120_000,
);
