// Random per-thread programs as JavaScript, on the CPU back end and on the simulator: bit for bit.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkRandomThreads } from "./random-threads.ts";

test("JavaScript, the CPU back end and the simulator agree on random per-thread programs", async () => {
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(10_000), { minLength: 40, maxLength: 80 }),
      fc.integer({ min: 1, max: 12 }),
      async (choices, steps) => {
        await checkRandomThreads(choices, steps);
        ran += 1;
      },
    ),
    { numRuns: 40, seed: 2 },
  );
  expect(ran).toBe(40);
}, 120_000);
