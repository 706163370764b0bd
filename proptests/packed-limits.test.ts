// A limit below the longest packed sequence's length is refused, or does not matter: on the CPU back end and on the simulator.
import { expect, test } from "vitest";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import type { Execution } from "./lib/spec.ts";
import { limitCases, longest, refusedLimits } from "./packed-limits.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 3, target: "sm_80" });
/** Without chunks the scan does not care. */
const indifferent = "the selective scan in one piece";

test.each(limitCases.map((one) => [one.name, one] as const))("%s on the CPU back end", async (name, one) => {
  const limits = Array.from({ length: 76 }, (_, limit) => limit);
  const refused = await refusedLimits(one, limits, runOnCpu);
  expect(refused.filter((limit) => limit >= longest)).toEqual([]);
  expect(refused.length > 20).toBe(name !== indifferent);
});
test.each(limitCases.map((one) => [one.name, one] as const))("%s on the simulator", async (name, one) => {
  const refused = await refusedLimits(one, [0, 20, longest - 1, longest + 1], onSimulator);
  expect(refused.filter((limit) => limit >= longest)).toEqual([]);
  expect(refused.includes(20)).toBe(name !== indifferent);
});
