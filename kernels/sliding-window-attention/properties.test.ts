// The properties of attention on the simulator, over random cases: all layouts, windows and options, small tiles so that cases cross many.
import fc from "fast-check";
import { expect, test } from "vitest";
import { runOnSimulator } from "../../runtime/executions.ts";
import { propertyCase } from "./property-cases.ts";
import { attentionProperties, type Executions } from "./properties.ts";

const executions = [1, 2, 3].map(
  (seed): Executions[0] =>
    (configuration, call) =>
      void runOnSimulator(configuration, call, { seed, target: "sm_80" }),
) as unknown as Executions;

test.each(attentionProperties)("$name", async ({ check }) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(propertyCase([16, 32], 5e6), async (property) => {
      await check(property, executions);
      cases += 1;
    }),
    { numRuns: 40, seed: 80 },
  );
  expect(cases).toBe(40);
});
