// Runs mutants, each in a process of its own: first the suite of executions, then, if nothing was found, ordinary tests of the compiler that say
// what is refused and what the simulator reports. A process that ends or does not end by itself has been caught too.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadCompiler, tsc } from "../../codegen/frontend/source.ts";
import type { Outcome, Request } from "./child.ts";
import { type Mutant, root } from "./mutant.ts";

/** Seconds after which a process does not end by itself: a busy machine is no reason to call a mutant caught. */
const patience = 300;
/** Less, for a kernel that never ends slows all others on its GPU; the compiler as it is takes a third of it. */
const patienceOnGpu = 120;
/** Tests of refusals, checkers, the simulator and the language; none of them compares programs as text. */
const ordinaryTests = [
  "codegen/layout/layout.test.ts",
  "codegen/compile.test.ts",
  "codegen/frontend/diagnostics.test.ts",
  "codegen/frontend/bounds.test.ts",
  "codegen/emit/js",
  "codegen/ir",
  "dsl/ops/operations.test.ts",
  "codegen/passes",
  "codegen/lowering",
  "proptests/bad-kernels.test.ts",
  "proptests/outside.test.ts",
  "proptests/threads.test.ts",
  "proptests/atomics.test.ts",
  "proptests/scans.test.ts",
  "proptests/roles.test.ts",
  "proptests/rings.test.ts",
  "proptests/dtypes.test.ts",
  "proptests/i64.test.ts",
  "proptests/named-barriers.test.ts",
  "proptests/reports.test.ts",
];
/** Tests of the run time on drivers, compilers, disks and processes that fail. */
const faultTests = [
  "cache",
  "certificate",
  "faults",
  "guarded-execution",
  "launches.test",
  "lifetimes",
  "operator.test",
  "reports.test",
  "verify.test",
  "cuda",
].map((name) => `runtime/${name}`);
/** NVRTC says nothing about what a program means. */
const withoutNvrtc = "^(?!.*compiles for )";

export interface Result {
  readonly mutant: Mutant;
  /** What caught it, or null. */
  readonly check: string | null;
  readonly message: string;
  readonly seconds: number;
}

const javascript = (text: string): string => {
  loadCompiler();
  return tsc.transpileModule(text, {
    compilerOptions: { target: tsc.ScriptTarget.ES2022, module: tsc.ModuleKind.ESNext, verbatimModuleSyntax: true },
  }).outputText;
};

interface Ended {
  readonly output: string;
  readonly errors: string;
  /** Null if it was stopped at the limit. */
  readonly code: number | null;
}
const execute = (args: readonly string[], input: string, environment: NodeJS.ProcessEnv, seconds: number): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...environment, CUICA_CACHE: "off" },
      stdio: "pipe",
      detached: true,
    });
    let [output, errors] = ["", ""];
    let late = false;
    // No code that another compiler made is used. Its own process group: tests start processes too.
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid!, "SIGKILL");
    }, 1000 * seconds);
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (errors = `${errors}${data}`.slice(-4000)));
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ output, errors, code: late ? null : (code ?? -1) });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });

/** Runs the executions on the compiler with one file changed, or as it is. */
const runSuite = async (mutant: Mutant | null, suite: Request["suite"] = "cpu"): Promise<Outcome> => {
  const served = mutant && { url: pathToFileURL(join(root, mutant.file)).href, text: javascript(mutant.text) };
  const request: Request = { served, suite };
  const child = new URL("./child.ts", import.meta.url).pathname;
  const limit = suite === "gpu" ? patienceOnGpu : patience;
  const { output, errors, code } = await execute(["--import", "tsx", child], JSON.stringify(request), {}, limit);
  const line = output.trim().split("\n").at(-1) ?? "";
  if (line.startsWith("{")) return JSON.parse(line) as Outcome;
  if (code === null) return { check: "the time limit", message: `no end within ${limit} s`, seconds: [limit] };
  return { check: "loading the compiler", message: errors.trim().split("\n").slice(0, 12).join("\n"), seconds: [] };
};

const runTests = async (mutant: Mutant | null, tests: readonly string[]): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), "cuica-mutant-"));
  try {
    const place = join(folder, "mutant.json");
    writeFileSync(place, JSON.stringify(mutant && { file: join(root, mutant.file), text: mutant.text }));
    const args = [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...tests,
      "--config",
      "proptests/mutants/vitest.config.ts",
      "--testNamePattern",
      withoutNvrtc,
      "--reporter",
      "json",
    ];
    const { output, code } = await execute(args, "", { CUICA_MUTANT: place }, patience);
    if (code === 0) return { check: null, message: "", seconds: [] };
    if (code === null) return { check: "the time limit", message: `no end within ${patience} s`, seconds: [] };
    const start = output.indexOf('{"num');
    const report = start < 0 ? null : (JSON.parse(output.slice(start)) as TestReport);
    const failed = report?.testResults.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === "failed");
    return {
      check: `test: ${failed?.fullName ?? "a file of tests does not load"}`,
      message: failed?.failureMessages[0] ?? "",
      seconds: [],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What mutants of a group have to get past; null is the compiler as it is. */
export const runChecks = async (mutant: Mutant | null, group: Mutant["group"]): Promise<Outcome> => {
  if (group === "faults") return runTests(mutant, faultTests);
  const outcome = await runSuite(mutant, group === "cuda" ? "gpu" : "cpu");
  return outcome.check === null && group !== "cuda" ? runTests(mutant, ordinaryTests) : outcome;
};
const runMutant = async (mutant: Mutant): Promise<Result> => {
  const start = performance.now();
  const { check, message } = await runChecks(mutant, mutant.group);
  return { mutant, check, message, seconds: (performance.now() - start) / 1000 };
};

/** Runs all, `jobs` at a time; tells of each as it ends. */
export const runMutants = async (mutants: readonly Mutant[], jobs: number, onResult: (result: Result) => void): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = [...mutants];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await runMutant(next);
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
};
