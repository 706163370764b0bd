// Random tile programs on the CPU back end and on the simulator: integers and exact floats bit for bit, others within the bounds that the
// program itself has. The lowered program also runs under another order of warps, with the same bits.
import fc from "fast-check";
import { expect, test } from "vitest";
import { printProgram } from "../codegen/ir/print.ts";
import { type RandomKernel, randomKernel, randomKernelArbitrary } from "./random-kernels/generate.ts";
import { disagreement, lowered, runOnCpu, runOnSimulator } from "./random-kernels/run.ts";

const check = (kernel: RandomKernel): boolean => {
  const program = lowered(kernel);
  if (!program) return false;
  const explain = (what: string, problem: string | null): void => {
    if (problem !== null)
      throw new Error(
        `${what}, seed ${kernel.seed}, ${kernel.steps} steps, ${kernel.rows} rows: ${problem}\n${printProgram(kernel.program)}`,
      );
  };
  const simulated = runOnSimulator(kernel, program, 1);
  explain("CPU and simulator", disagreement(kernel, runOnCpu(kernel), simulated));
  const exact = { ...kernel, outputs: kernel.outputs.map(({ tensor }) => ({ tensor, bound: { magnitude: 0, error: 0 } })) };
  explain("two orders of warps", disagreement(exact, runOnSimulator(kernel, program, 2), simulated));
  return true;
};

test("the CPU back end and the simulator agree on random programs", () => {
  let [ran, refused] = [0, 0];
  fc.assert(
    fc.property(randomKernelArbitrary, ({ seed, steps }) => {
      if (check(randomKernel(seed, steps))) ran += 1;
      else refused += 1;
    }),
    { numRuns: 500, seed: 4 },
  );
  // Layouts that contradict each other are refused; most programs must not be.
  expect(ran).toBeGreaterThan(2 * refused);
}, 120_000);
