// Verification: random cases of a spec where the kernel will run. The simulator runs here; a GPU is only ever touched by a process of its own,
// which a watchdog ends, so that a hang or a bad address costs nothing. A failure carries the smallest counterexample found, its seed, and
// the command that runs it again.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Constants, Execution, Spec } from "../proptests/lib/spec.ts";
import type { Device } from "./cuda/device.ts";
import { expectKind, isObject } from "../codegen/ir/runtime-error.ts";
import { RuntimeError, type RuntimeCode } from "./cuda/errors.ts";
import type { TensorClasses } from "./prepare.ts";
import { completeProblem, unusable } from "./specs.ts";

/** Classes of tensors by the name of the kernel; kernels and tensors left out are aligned. */
export type KernelClasses = Readonly<Record<string, TensorClasses>>;
export interface VerifyOptions {
  /** "cpu": the lowered program in the simulator. */
  readonly device: "cpu" | Pick<Device, "index">;
  /** Cases for each tuning. */
  readonly runs?: number;
  readonly seed?: number;
  /** One problem and one tuning; left out: random problems, and every tuning of the spec. */
  readonly problem?: Constants | undefined;
  readonly tuning?: Constants | undefined;
  /** Begins no more cases of a tuning this long after its beginning, but checks at least three; a smaller counterexample is looked for a little longer. */
  readonly milliseconds?: number;
  /** About the most multiplications of a case. */
  readonly work?: number;
  /** On a GPU: code for these classes alone, with each case's tensors laid to suit; left out: the classes that each case happens to have. */
  readonly classes?: KernelClasses;
  /** On a GPU: a single case may take this long, compilation included. */
  readonly patience?: number;
  onProgress?(progress: { readonly tuning: Constants; readonly done: number; readonly runs: number }): void;
}
export interface Verification {
  readonly name: string;
  readonly runs: number;
  readonly milliseconds: number;
}

/** A kernel or operator that broke its spec. */
export class VerificationError extends RuntimeError {
  override readonly name = "VerificationError";
  readonly counterexample: string;
  readonly seed: number;
  /** Command that runs the failing cases again. */
  readonly replay: string;
  constructor(what: string, reason: string, counterexample: string, seed: number, replay: string) {
    super(
      "CUI3013",
      `${what} broke its spec: ${reason}\n  counterexample: ${counterexample}\n  seed: ${seed}`,
      `run it again with: ${replay}`,
    );
    this.counterexample = counterexample;
    this.seed = seed;
    this.replay = replay;
  }
}

// ---- the property, in whichever process

export interface Task {
  readonly problem: Constants | undefined;
  readonly tuning: Constants;
  readonly runs: number;
  readonly seed: number;
  /** Date.now() from which on no case is begun. */
  readonly until: number | null;
  readonly work: number;
}
export interface Failure {
  readonly reason: string;
  readonly counterexample: string;
  /** How many cases it took to find it. */
  readonly run: number;
}
export interface Outcome {
  readonly runs: number;
  readonly failure: Failure | null;
}
/** An execution for one case; `order` seeds what the hardware does not promise, `generic` asks for code that assumes nothing of layouts. */
export type ExecutionOf = (order: number, generic: boolean) => Execution;

const fewestCases = 3;
const patienceToShrink = 5000;
/** `begun` sees each case before it runs, those of the search for a smaller one included. */
export const checkProperty = async (
  spec: Spec,
  { problem, tuning, runs, seed, until, work }: Task,
  executionOf: ExecutionOf,
  begun: (one: unknown, done: number) => void,
): Promise<Outcome> => {
  const { default: fc } = await import("fast-check");
  let [done, failed] = [0, false];
  const isLate = (): boolean => until !== null && (failed || done >= fewestCases) && Date.now() > until + (failed ? patienceToShrink : 0);
  const makesNoCases = (error: unknown): never => {
    throw unusable(`the spec of ${spec.name} makes no cases: ${error instanceof Error ? error.message : String(error)}`);
  };
  const casesOf = (): ReturnType<Spec["cases"]> => {
    try {
      return spec.cases({ tuning, problem, work });
    } catch (error) {
      return makesNoCases(error);
    }
  };
  const property = fc.asyncProperty(
    fc.record({ one: casesOf(), order: fc.nat(), generic: fc.boolean() }),
    async ({ one, order, generic }) => {
      if (isLate()) return;
      begun(one, done);
      try {
        await spec.check(one, tuning, executionOf(order, generic));
      } catch (error) {
        failed = true;
        throw error;
      }
      done += 1;
      // Whoever waits for this gets a turn between cases.
      await new Promise((resolve) => setImmediate(resolve));
    },
  );
  // What a case throws is part of the result.
  const result = await fc.check(property, { numRuns: runs, seed }).catch(makesNoCases);
  if (!result.failed || result.counterexample === null) return { runs: done, failure: null };
  const { errorInstance } = result;
  return {
    runs: done,
    failure: {
      reason: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
      counterexample: fc.stringify(result.counterexample[0].one),
      run: result.numRuns,
    },
  };
};

// ---- a GPU, in another process

/** What the process is told, as its argument, and what it tells, a line each, by a channel that is of nothing else: specs may print. */
export const channel = 3;
export interface ProcessTask extends Task {
  readonly file: string;
  readonly name: string;
  readonly device: number;
  readonly classes: KernelClasses | null;
}
export type ProcessMessage =
  | { readonly kind: "case"; readonly text: string; readonly done: number }
  | { readonly kind: "end"; readonly outcome: Outcome }
  /** The context is lost: nothing more can be learned in this process. */
  | { readonly kind: "lost"; readonly reason: string }
  /** Nothing can be learned: there is no such GPU, say, or the spec is of no use. */
  | { readonly kind: "refused"; readonly code: RuntimeCode; readonly text: string; readonly help: string };
/** The message of a line; null for what is none, as the beginning of one whose writer died. */
const readMessage = (line: string): ProcessMessage | null => {
  try {
    return JSON.parse(line) as ProcessMessage;
  } catch {
    return null;
  }
};

const program = fileURLToPath(new URL("./verify-process.ts", import.meta.url));
/** Runs a program for verification and judges it; the program is a parameter so that its ways to fail can be tested without a GPU. */
export const checkInProcess = (task: ProcessTask, patience: number, onCase: (done: number) => void, script = program): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const loader = createRequire(import.meta.url).resolve("tsx");
    const child = spawn(process.execPath, ["--import", loader, script, JSON.stringify(task)], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      env: { ...process.env, CUICA_VERIFY: "off" },
    });
    let [last, done, complaint, begun] = ["none was begun", 0, "", false];
    let outcome: Outcome | null = null;
    const cannot = (reason: string): void =>
      reject(
        new RuntimeError(
          "CUI3016",
          `${task.name} could not be verified: ${reason}`,
          "run `npx cuica doctor`; a GPU in exclusive mode takes one process at a time. CUICA_VERIFY=off runs without verification",
        ),
      );
    const fail = (reason: string): void => {
      outcome ??= { runs: done, failure: { reason, counterexample: last, run: done + 1 } };
    };
    const expired = (): void => {
      if (begun) fail(`no end after ${patience / 1000} s: the kernel hangs, or the case is far too large`);
      else cannot(`no case begun after ${patience / 1000} s`);
      kill();
    };
    const kill = (): void => void child.kill("SIGKILL");
    // Whatever ends this process must not leave a kernel that hangs behind.
    process.once("exit", kill);
    let watchdog = setTimeout(expired, patience);
    // Where the system has no process to give, there are no streams either.
    child.stderr?.on("data", (text: Buffer) => {
      complaint = (complaint + text.toString()).slice(-2000);
    });
    const told = child.stdio[channel] as Readable | null | undefined;
    const lines = told && createInterface({ input: told });
    lines?.on("line", (line) => {
      const message = readMessage(line);
      if (message === null) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(expired, patience);
      switch (message.kind) {
        case "case":
          begun = true;
          [last, done] = [message.text, message.done];
          onCase(done);
          return;
        case "end":
          outcome = message.outcome;
          return;
        case "lost":
          fail(message.reason);
          return;
        case "refused":
          reject(new RuntimeError(message.code, message.text, message.help));
          return;
        default:
          message satisfies never;
      }
    });
    child.on("error", (error) => {
      clearTimeout(watchdog);
      process.off("exit", kill);
      cannot(error.message);
    });
    child.on("close", (code, signal) => {
      clearTimeout(watchdog);
      process.off("exit", kill);
      const end = `the process ended with ${signal ?? `code ${code}`}${complaint ? `:\n${complaint.trim()}` : ""}`;
      // Before the first case nothing of the kernel has run.
      if (!begun && outcome === null) return cannot(end);
      fail(end);
      resolve(outcome!);
    });
  });

// ---- the entry

const quoted = (constants: Constants): string => `'${JSON.stringify(constants)}'`;

/** Checks a spec on the simulator or on a GPU; throws VerificationError if a case fails. */
export const verifyKernel = async (spec: Spec, options: VerifyOptions): Promise<Verification> => {
  const callee = "verifyKernel";
  expectKind(callee, "the spec", spec, isObject(spec) && typeof spec.file === "string", "a spec, as findSpec gives it");
  expectKind(callee, "the options", options, isObject(options), "{ device, runs, seed, … }");
  expectKind(
    callee,
    "the device",
    options.device,
    options.device === "cpu" || Number.isInteger(options.device?.index),
    'a Device or "cpu"',
  );
  const { device, runs = 20, seed = 1, milliseconds = null, patience = 60_000, classes = null, onProgress } = options;
  const start = performance.now();
  const problem = options.problem && (await completeProblem(spec, options.problem));
  const work = options.work ?? (device === "cpu" ? 4e6 : 16e6);
  let total = 0;
  for (const tuning of options.tuning ? [options.tuning] : spec.tunings) {
    const until = milliseconds === null ? null : Date.now() + milliseconds;
    const task: Task = { problem, tuning, runs, seed, until, work };
    const progress = (done: number): void => onProgress?.({ tuning, done: Math.min(done, runs), runs });
    let outcome: Outcome;
    if (device === "cpu") {
      const { runOnSimulator } = await import("./executions.ts");
      const executionOf: ExecutionOf = (order, generic) => (configuration, call) =>
        void runOnSimulator(configuration, call, { seed: order, target: "sm_80", generic });
      outcome = await checkProperty(spec, task, executionOf, (_, done) => progress(done));
    } else outcome = await checkInProcess({ ...task, file: spec.file, name: spec.name, device: device.index, classes }, patience, progress);
    total += outcome.runs;
    progress(runs);
    if (!outcome.failure) continue;
    const { reason, counterexample, run } = outcome.failure;
    const where = `${relative(process.cwd(), spec.file) || spec.file}#${spec.name}`;
    const replay = `npx cuica verify ${where} --device ${device === "cpu" ? "cpu" : "gpu"} --runs ${run} --seed ${seed}${problem ? ` --problem ${quoted(problem)}` : ""} --tuning ${quoted(tuning)}`;
    throw new VerificationError(`${spec.name} (tuning ${JSON.stringify(tuning)})`, reason, counterexample, seed, replay);
  }
  return { name: spec.name, runs: total, milliseconds: performance.now() - start };
};
