// The properties of linear attention on the simulator, over random cases of every decay, small chunks and tiles so that cases cross many.
import fc from "fast-check";
import { expect, test } from "vitest";
import { runOnSimulator } from "../../runtime/executions.ts";
import { deltaProperties } from "./delta-properties.ts";
import { deltaPropertyCase, propertyCase } from "./property-cases.ts";
import { type Executions, linearProperties } from "./properties.ts";

const executions = [1, 2].map(
  (seed): Executions[0] =>
    (configuration, call) =>
      void runOnSimulator(configuration, call, { seed, target: "sm_80" }),
) as unknown as Executions;

test.each(deltaProperties)(
  "delta rule, $name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(deltaPropertyCase(5e5), async (property) => {
        await check(property, executions);
        cases += 1;
      }),
      { numRuns: 8, seed: 82 },
    );
    expect(cases).toBe(8);
  },
  60_000,
);

test.each(linearProperties)(
  "$name",
  async ({ check }) => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(propertyCase(5e5), async (property) => {
        await check(property, executions);
        cases += 1;
      }),
      { numRuns: 8, seed: 80 },
    );
    expect(cases).toBe(8);
  },
  60_000,
);
