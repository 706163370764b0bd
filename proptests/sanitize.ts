// `npm run test:sanitizer`: random cases of every kernel's spec on the GPU under NVIDIA's compute-sanitizer, once with each of its tools that say
// something of kernels: memcheck (addresses), racecheck (shared memory without a barrier between) and initcheck (global memory that was never
// written). Ends with 0 if all are clean, 1 if not, 2 where the sanitizer or a GPU is missing.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { specModuleOf } from "../runtime/specs.ts";
import type { Spec } from "./lib/spec.ts";

const tools = ["memcheck", "racecheck", "initcheck"];
const root = fileURLToPath(new URL("..", import.meta.url));
const self = fileURLToPath(import.meta.url);

/** The specs of all kernels: those of the folders of `kernels/`, and of the examples. */
const allSpecs = async (): Promise<Spec[]> => {
  const folders = [...readdirSync(join(root, "kernels")).map((name) => join(root, "kernels", name)), join(root, "examples/kernels")];
  const modules = folders.map((folder) => specModuleOf(join(folder, "kernel.ts"))).filter((path) => path !== null);
  const loaded = await Promise.all(modules.map(async (path) => (await import(pathToFileURL(path).href)) as { readonly specs: Spec[] }));
  return loaded.flatMap(({ specs }) => specs);
};

/** Runs some cases of each spec, which throw unless all that is promised holds. */
const runCases = async (runs: number, seconds: number, only: string): Promise<void> => {
  using device = Device.open();
  for (const spec of (await allSpecs()).filter(({ name }) => name.includes(only))) {
    let [cases, launches] = [0, 0];
    const begun = performance.now();
    const late = (): boolean => cases > 0 && performance.now() - begun > seconds * 1000;
    for (const tuning of spec.tunings)
      for (const one of fc.sample(spec.cases({ tuning, work: 2e4 }), { numRuns: runs, seed: 7 })) {
        if (late()) break;
        await spec.check(one, tuning, (configuration, call) => {
          launches += 1;
          return runOnGpu(device, configuration, call);
        });
        cases += 1;
      }
    console.log(`${spec.name}: ${cases} cases, ${launches} launches`);
  }
};

const { values } = parseArgs({
  options: {
    /** Runs the cases in this process, without a sanitizer. */
    cases: { type: "boolean" },
    only: { type: "string", default: "" },
    tool: { type: "string", multiple: true, default: tools },
    runs: { type: "string", default: "3" },
    seconds: { type: "string", default: "20" },
  },
});
const sanitize = (tool: string): number => {
  const loader = createRequire(import.meta.url).resolve("tsx");
  const program = [process.execPath, "--import", loader, self, "--cases", "--runs", values.runs, "--seconds", values.seconds];
  const options = ["--tool", tool, "--error-exitcode", "9", "--print-limit", "20"];
  const { status, error } = spawnSync("compute-sanitizer", [...options, ...program, "--only", values.only], { stdio: "inherit" });
  if (error) {
    console.error(`compute-sanitizer does not start (${error.message}): it comes with the CUDA toolkit`);
    return 2;
  }
  console.log(`${tool}: ${status === 0 ? "clean" : `ended with ${status}`}`);
  return status === 0 ? 0 : 1;
};
if (!gpuAvailable()) {
  console.error("test:sanitizer needs a GPU; `cuica doctor` says what is missing");
  process.exitCode = 2;
} else if (values.cases) await runCases(Number(values.runs), Number(values.seconds), values.only);
else process.exitCode = Math.max(...values.tool.map(sanitize));
