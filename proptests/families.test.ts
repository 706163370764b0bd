// Every family of kernels keeps its contract on the CPU back end and on the simulator, and NVRTC takes what is shipped without a spill.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { familySpecs, shippedPlans } from "./families.ts";
import { besideModule, type Execution } from "./lib/spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 7, target: "sm_80" });
const executions = [
  ["the CPU back end", runOnCpu, 30],
  ["the simulator", onSimulator, 8],
] as const;

test.each(familySpecs.flatMap((spec) => executions.map(([where, execute, runs]) => [spec.name, where, spec, execute, runs] as const)))(
  "%s on %s",
  async (_, _where, spec, execute, runs) => {
    let count = 0;
    for (const tuning of spec.tunings)
      await fc.assert(
        fc.asyncProperty(spec.cases({ tuning, work: 2e4 }), async (one) => {
          await spec.check(one, tuning, execute);
          count += 1;
        }),
        { numRuns: runs, seed: 13 },
      );
    expect(count).toBe(runs * spec.tunings.length);
  },
  120_000,
);

const launches = shippedPlans.flatMap(({ url, variants }) =>
  variants.flatMap((variant) => variant.launches.map((launch) => ({ ...launch, file: besideModule(url, launch.file) }))),
);
test.each(["sm_80", "sm_90a"] as const)(
  "compile for %s without spills",
  async (architecture) => {
    const found = await Promise.all(
      launches.map(async ({ file, kernel, problem, tuning }) => {
        const text = cudaText(compileKernel({ file, kernel, problem, tuning, target: "sm_80", classes: {} }));
        const { log, resources } = await compileCuda(text, `${kernel}.cu`, { architecture });
        return { kernel, problem, tuning, spillBytes: resources.spillBytes, warning: /\(C\d{4}\)|ptxas warning/.exec(log)?.[0] };
      }),
    );
    expect(found.filter(({ spillBytes, warning }) => spillBytes > 0 || warning)).toEqual([]);
  },
  300_000,
);
