// The recurrent step against its definition on the CPU back end and on the simulator, with and without a pool of states, and the delta rule.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { checkStep, stepCase } from "./step-spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });

test.each([
  ["the CPU back end", runOnCpu, 40],
  ["the simulator", onSimulator, 25],
] as const)(
  "a step agrees with the definition on %s",
  async (_, execute, numRuns) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        stepCase(
          [
            [32, 32],
            [48, 64],
          ],
          1e6,
        ),
        async (one) => {
          await checkStep(one, { blockV: 32, warps: 2 }, execute);
          cases += 1;
        },
      ),
      { numRuns, seed: 3 },
    );
    expect(cases).toBe(numRuns);
  },
  60_000,
);
