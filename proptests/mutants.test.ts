// Mutants of the compiler, a few: that a process is served the changed file, that checks of every kind catch what it breaks, and that the compiler
// itself passes through the same door. All of them: npm run test:mutants.
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { runMutants } from "./mutants/run.ts";
import { writtenMutants } from "./mutants/written/index.ts";

const names = [
  "no barrier after a write",
  "wait for one copy less",
  "commit only what is fetched",
  "accumulator row off",
  "mask off by one",
  "overhang of a vector",
  "slot reused without a barrier",
  "bf16 cut off",
  "f16 saturates",
  "mask by the wrong extreme",
];
test("ten wrong compilers are caught", async () => {
  const mutants = writtenMutants().mutants.filter(({ name }) => names.includes(name));
  expect(mutants.map(({ name }) => name).sort()).toEqual([...names].sort());
  const results = await runMutants(mutants, availableParallelism(), () => {});
  expect(results.flatMap(({ mutant, check }) => (check === null ? [mutant.name] : []))).toEqual([]);
  // Found by execution, not because the changed file does not load.
  expect(results.flatMap(({ mutant, check }) => (check === "loading the compiler" ? [mutant.name] : []))).toEqual([]);
  expect(new Set(results.map(({ check }) => check)).size).toBeGreaterThan(2);
}, 120_000);
