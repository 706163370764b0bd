// Mutants of printed CUDA on the GPU: each is caught by NVRTC, by conformance, by a random program or by an exact kernel there.
import { expect, test } from "vitest";
import { runChecks } from "./mutants/run.ts";
import { cudaMutants } from "./mutants/written/index.ts";

const { mutants, stale } = cudaMutants();

test("the compiler as it is passes, and every mutant is still one", async () => {
  expect(stale).toEqual([]);
  expect((await runChecks(null, "cuda")).message).toBe("");
}, 300_000);
// A few at a time: each is a process that mostly compiles.
test.concurrent.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  "%s",
  async (_, mutant) => {
    const { check } = await runChecks(mutant, "cuda");
    expect(check).not.toBeNull();
  },
  300_000,
);
