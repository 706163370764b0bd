// Random tile programs on the CPU back end and on the simulator: integers and exact floats bit for bit, others within the bounds that the
// program itself has. The lowered program also runs under another order of warps, with the same bits.
import fc from "fast-check";
import { expect, test } from "vitest";
import { randomKernel, randomKernelArbitrary } from "./random-kernels/generate.ts";
import { checkRandomKernel } from "./random-kernels/run.ts";

test("the CPU back end and the simulator agree on random programs", () => {
  let [ran, refused] = [0, 0];
  fc.assert(
    fc.property(randomKernelArbitrary, ({ seed, steps }) => {
      if (checkRandomKernel(randomKernel(seed, steps))) ran += 1;
      else refused += 1;
    }),
    { numRuns: 500, seed: 4 },
  );
  // Layouts that contradict each other are refused; most programs must not be.
  expect(ran).toBeGreaterThan(2 * refused);
}, 120_000);
