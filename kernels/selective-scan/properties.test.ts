// The properties of the selective scan on the simulator, over random cases and tunings.
import fc from "fast-check";
import { expect, test } from "vitest";
import { runOnSimulator } from "../../runtime/executions.ts";
import { type Executions, scanProperties } from "./properties.ts";
import { scanPropertyCase } from "./property-cases.ts";

const executions = [1, 2, 3].map(
  (seed): Executions[0] =>
    (configuration, call) =>
      void runOnSimulator(configuration, call, { seed, target: "sm_80" }),
) as unknown as Executions;

test.each(scanProperties)("$name", async ({ check }) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(scanPropertyCase(3e4), async (property) => {
      await check(property, executions);
      cases += 1;
    }),
    { numRuns: 12, seed: 80 },
  );
  expect(cases).toBe(12);
});
