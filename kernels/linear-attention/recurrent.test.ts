// Linear attention in f32, token by token, against its definition on the CPU back end and on the simulator.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { checkRecurrent, recurrentCase } from "./recurrent-spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });

test.each([
  ["the CPU back end", runOnCpu, 30],
  ["the simulator", onSimulator, 8],
] as const)(
  "tokens agree with the definition on %s, and in two calls as in one",
  async (_, execute, numRuns) => {
    let cases = 0;
    const check = async (one: Parameters<typeof checkRecurrent>[0]): Promise<void> => {
      await checkRecurrent(one, { blockV: 16, warps: 2 }, execute);
      cases += 1;
    };
    await fc.assert(fc.asyncProperty(recurrentCase(16), check), { numRuns, seed: 3 });
    expect(cases).toBe(numRuns);
  },
  60_000,
);
