// What a mutant has to get past, cheap checks first. All of it is execution: no text of any program is compared. Throws with the smallest case
// that a check finds.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Execution, Spec } from "../lib/spec.ts";

export interface Check {
  readonly name: string;
  /** Begins with tile IR: no change of the front end can show. */
  readonly skipsFrontEnd?: true;
  run(): Promise<void>;
}

/** Seconds that a counterexample may take to shrink. */
const shrinking = 2;
/** Runs a property on random cases; a failing one is shrunk for a while, and told. */
const holds = async <T>(
  arbitrary: fc.Arbitrary<T>,
  runs: number,
  seed: number,
  check: (value: T) => Promise<void> | void,
): Promise<void> => {
  let deadline = Number.POSITIVE_INFINITY;
  const result = await fc.check(
    fc.asyncProperty(arbitrary, async (value) => {
      if (performance.now() > deadline) return;
      try {
        await check(value);
      } catch (error) {
        deadline = Math.min(deadline, performance.now() + 1000 * shrinking);
        throw error;
      }
    }),
    { numRuns: runs, seed },
  );
  if (!result.failed) return;
  const reason = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  throw new Error(`${reason}\ncase: ${JSON.stringify(result.counterexample?.[0])}`);
};

const onSimulator = async (): Promise<(seed: number, generic?: boolean) => Execution> => {
  const { runOnSimulator } = await import("../../runtime/executions.ts");
  return (seed, generic = false) =>
    (configuration, call) =>
      void runOnSimulator(configuration, call, { seed, target: "sm_80", generic });
};
const checkSpec = async (spec: Spec, tuning: number, runs: number, work: number): Promise<void> => {
  const { runOnCpu } = await import("../../runtime/executions.ts");
  const simulator = await onSimulator();
  const constants = spec.tunings[tuning]!;
  await holds(fc.tuple(spec.cases({ tuning: constants, work }), fc.nat(99), fc.boolean()), runs, 11, async ([one, seed, generic]) => {
    await spec.check(one, constants, runOnCpu);
    await spec.check(one, constants, simulator(seed, generic));
  });
};

const randomKernels = (runs: number, seed: number, most: number) => async (): Promise<void> => {
  const { randomKernel } = await import("../random-kernels/generate.ts");
  const { checkRandomKernel } = await import("../random-kernels/run.ts");
  let refused = 0;
  await holds(fc.record({ seed: fc.integer(), steps: fc.integer({ min: 0, max: most }) }), runs, seed, ({ seed: s, steps }) => {
    if (!checkRandomKernel(randomKernel(s, steps))) refused += 1;
  });
  if (refused > runs / 3) throw new Error(`${refused} of ${runs} random programs are refused`);
};

const exactKernels = (part: (n: number, of: number) => boolean) => async (): Promise<void> => {
  const { exactCases } = await import("../exact/cases.ts");
  const { checkExact, checkTornRefused } = await import("../exact-kernels.ts");
  checkTornRefused();
  // Small shrinking by hand: of the cases of one kernel the first that fails is told, and they begin with the simplest.
  for (const one of exactCases.filter((_, n) => part(n, exactCases.length))) await checkExact(one);
};

const rings = (runs: number) => async (): Promise<void> => {
  const { runOnCpu, runOnSimulator } = await import("../../runtime/executions.ts");
  const { ringProgram } = await import("../random-rings.ts");
  const { allocate, setAll } = await import("../lib/tensors.ts");
  const folder = mkdtempSync(join(tmpdir(), "cuica-rings-"));
  let count = 0;
  try {
    await holds(
      fc.tuple(
        fc.array(fc.nat(1000), { minLength: 8, maxLength: 24 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 0, max: 3 }),
        fc.nat(99),
      ),
      runs,
      7,
      ([choices, stages, turns, seed]) => {
        const file = join(folder, `random${count++}.ts`);
        writeFileSync(file, ringProgram(choices, stages));
        const configuration = { file, kernel: "random", problem: {}, tuning: {} };
        let n = 0;
        const x = setAll(allocate("f32", [300, 32]), () => ((n++ * 37) % 101) - 50);
        const [a, b] = [allocate("f32", [8, 32]), allocate("f32", [8, 32])];
        runOnCpu(configuration, { tensors: { x, y: a }, scalars: { turns } });
        runOnSimulator(configuration, { tensors: { x, y: b }, scalars: { turns } }, { seed, target: "sm_80" });
        const place = a.toNumbers().findIndex((value, k) => value !== b.toNumbers()[k]);
        if (place >= 0) throw new Error(`element ${place} is ${b.toNumbers()[place]} on the simulator, ${a.toNumbers()[place]} on the CPU`);
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const randomThreads = (runs: number) => async (): Promise<void> => {
  const { checkRandomThreads } = await import("../random-threads.ts");
  const choices = fc.array(fc.nat(10_000), { minLength: 40, maxLength: 80 });
  await holds(fc.tuple(choices, fc.integer({ min: 1, max: 12 })), runs, 3, ([drawn, steps]) => checkRandomThreads(drawn, steps));
};

const spec = (folder: "examples" | "attention", name: string, tuning: number, runs: number, work: number) => async (): Promise<void> => {
  const { specs } =
    folder === "examples"
      ? await import("../../examples/kernels/specs.ts")
      : await import("../../kernels/sliding-window-attention/spec.ts");
  await checkSpec(specs.find((s) => s.name === name)!, tuning, runs, work);
};

const attentionProperties = (runs: number) => async (): Promise<void> => {
  const { attentionProperties: properties } = await import("../../kernels/sliding-window-attention/properties.ts");
  const { propertyCase } = await import("../../kernels/sliding-window-attention/property-cases.ts");
  const simulator = await onSimulator();
  for (const property of properties)
    await holds(propertyCase([16, 32], 1e6), runs, 80, (one) => property.check(one, [simulator(1), simulator(2), simulator(3)]));
};

const products = (runs: number) => async (): Promise<void> => {
  const { checkProduct, productCases } = await import("../product-cases.ts");
  const { runOnCpu } = await import("../../runtime/executions.ts");
  const simulator = await onSimulator();
  await holds(productCases, runs, 3, async (one) => {
    for (const execute of [runOnCpu, simulator(1)]) {
      const problem = await checkProduct(one, execute);
      if (problem !== null) throw new Error(problem);
    }
  });
};

export const checks: readonly Check[] = [
  {
    name: "16-bit floats round as their definition says",
    run: async () => (await import("../edge-values.ts")).checkRoundings(),
  },
  {
    name: "a result lies in the interval that its arguments' intervals give",
    skipsFrontEnd: true,
    run: async () => (await import("../interval-laws.ts")).checkIntervals(),
  },
  { name: "random tile programs: CPU and simulator agree, in two orders of warps", skipsFrontEnd: true, run: randomKernels(40, 4, 8) },
  {
    name: "scalar arithmetic at the edges of its types",
    skipsFrontEnd: true,
    run: async () => {
      const { checkEdgeValues, edgeTypes } = await import("../edge-values.ts");
      edgeTypes.forEach(checkEdgeValues);
    },
  },
  {
    name: "what is proved of indices and masks holds for every value",
    skipsFrontEnd: true,
    run: async () => {
      const { checkIndexFacts, checkMaskLaws } = await import("../index-laws.ts");
      checkIndexFacts();
      checkMaskLaws();
    },
  },
  { name: "integers of a plan: evaluated, and printed as C", run: async () => (await import("../plan-laws.ts")).checkPlanIntegers() },
  { name: "exact kernels: JavaScript, CPU and simulator give the same bits", run: exactKernels((n) => n % 5 === 0) },
  { name: "exact kernels: JavaScript, CPU and simulator give the same bits", run: exactKernels((n) => n % 5 !== 0) },
  { name: "a matrix product of any operands is the sum of its terms", run: products(25) },
  { name: "random rings: no race, and the CPU's result", run: rings(25) },
  { name: "random per-thread programs: JavaScript, CPU and simulator give the same bits", run: randomThreads(20) },
  { name: "vectorAdd keeps its contract", run: spec("examples", "vectorAdd", 0, 40, 2e5) },
  { name: "softmax keeps its contract", run: spec("examples", "softmax", 0, 40, 1e5) },
  { name: "rmsNorm keeps its contract", run: spec("examples", "rmsNorm", 1, 30, 1e5) },
  { name: "matrixProduct keeps its contract", run: spec("examples", "matrixProduct", 0, 30, 2e5) },
  { name: "attentionForward keeps its contract", run: spec("attention", "attentionForward", 0, 12, 1e6) },
  { name: "attentionDecode keeps its contract", run: spec("attention", "attentionDecode", 0, 15, 1e6) },
  { name: "attention's laws: causality, locality, independence, splitting", run: attentionProperties(3) },
  { name: "random tile programs: CPU and simulator agree, in two orders of warps", skipsFrontEnd: true, run: randomKernels(100, 5, 14) },
];
