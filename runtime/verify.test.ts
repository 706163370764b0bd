// Verification finds, shrinks and reports; a process that hangs, dies or loses its GPU becomes a failure with the case that it was at.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { specs as exampleSpecs } from "../examples/kernels/specs.ts";
import { specs as attentionSpecs } from "../kernels/sliding-window-attention/spec.ts";
import { specs as fixtures } from "./fixtures/spec.ts";
import { findSpec } from "./specs.ts";
import { checkInProcess, VerificationError, verifyKernel } from "./verify.ts";

const failureOf = async (work: Promise<unknown>): Promise<VerificationError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof VerificationError)) throw new Error(`expected a VerificationError, not ${String(error)}`);
  return error;
};

describe("on the simulator", () => {
  test.each([...exampleSpecs, ...attentionSpecs].map((spec) => [spec.name, spec] as const))("%s keeps its spec", async (_, spec) => {
    const seen: number[] = [];
    const { runs } = await verifyKernel(spec, { device: "cpu", runs: 6, seed: 9, onProgress: ({ done }) => seen.push(done) });
    expect(runs).toBe(6 * spec.tunings.length);
    expect(seen.at(-1)).toBe(6);
  });
  test("one problem and one tuning can be chosen, and the rest of the problem is the kernel's own", async () => {
    const attention = attentionSpecs[0]!;
    const problems: unknown[] = [];
    const watched = {
      ...attention,
      cases: (options: Parameters<typeof attention.cases>[0]) => {
        problems.push(options.problem);
        return attention.cases(options);
      },
    };
    const { runs } = await verifyKernel(watched, {
      device: "cpu",
      runs: 3,
      problem: { headDim: 64, valueDim: 64, packed: true },
      tuning: attention.tunings[0],
    });
    expect(runs).toBe(3);
    expect(problems).toEqual([
      { dtype: "bf16", headDim: 64, valueDim: 64, hasSoftcap: false, hasSinks: false, packed: true, bottomRight: false, cached: false },
    ]);
  });
  test("a wrong element is found, shrunk to the smallest case, and its seed finds it again", async () => {
    const [forgetful] = fixtures;
    const error = await failureOf(verifyKernel(forgetful!, { device: "cpu", runs: 50, seed: 4 }));
    expect(error).toMatchObject({ code: "CUI3013", counterexample: '{"length":38}', seed: 4 });
    expect(error.message).toMatch(/forgetful.*broke its spec: y\[37\] is 0/s);
    expect(error.replay).toMatch(
      /^npx cuica verify runtime\/fixtures\/kernels.ts#forgetful --device cpu --runs \d+ --seed 4 --tuning '{"block":32,"warps":1}'$/,
    );
    const runs = Number(/--runs (\d+)/.exec(error.replay)![1]);
    expect((await failureOf(verifyKernel(forgetful!, { device: "cpu", runs, seed: 4 }))).counterexample).toBe('{"length":38}');
  });
  test("a write beyond a tensor is found", async () => {
    const error = await failureOf(verifyKernel(fixtures[1]!, { device: "cpu", runs: 20, seed: 1 }));
    expect(error.message).toMatch(/outOfBounds/);
    expect(error.counterexample).toBe('{"length":33}');
  });
  test("a time limit ends a suite early, but not before three cases were checked", async () => {
    const { runs } = await verifyKernel(exampleSpecs[0]!, {
      device: "cpu",
      runs: 100000,
      milliseconds: 50,
      tuning: exampleSpecs[0]!.tunings[0],
    });
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(runs).toBeLessThan(5000);
  });
});

test("specs are found by name beside a kernel", async () => {
  expect((await findSpec(fixtures[0]!.file, "wild"))?.name).toBe("wild");
  expect(await findSpec(fixtures[0]!.file, "other")).toBeNull();
  expect(await findSpec(import.meta.filename, "verify")).toBeNull();
});

describe("in a process of its own", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cuica-verify-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const task = {
    file: "kernel.ts",
    name: "kernel",
    device: 0,
    classes: null,
    problem: undefined,
    tuning: {},
    runs: 5,
    seed: 1,
    until: null,
    work: 1,
  };
  const outcomeOf = (name: string, script: string, patience = 20_000) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, script);
    return checkInProcess(task, patience, () => {}, path);
  };
  const tell = (message: object): string => `console.log(${JSON.stringify(JSON.stringify(message))});`;
  const begun = tell({ kind: "case", text: "the third", done: 2 });

  test("its outcome is taken over, whatever a spec prints", async () => {
    const outcome = { runs: 5, failure: null };
    expect(await outcomeOf("end", `${begun} console.log("hello"); ${tell({ kind: "end", outcome })}`)).toEqual(outcome);
  });
  test("a hang is ended, and told with its case", async () => {
    const { runs, failure } = await outcomeOf("hang", `${begun} setInterval(() => {}, 1000);`, 2500);
    expect(runs).toBe(2);
    expect(failure).toMatchObject({ counterexample: "the third", run: 3 });
    expect(failure!.reason).toMatch(/no end after 2.5 s: the kernel hangs/);
  });
  test("a lost context is a failure", async () => {
    const { failure } = await outcomeOf(
      "lost",
      `${begun} ${tell({ kind: "lost", reason: "CUDA_ERROR_ILLEGAL_ADDRESS" })} process.exit(1);`,
    );
    expect(failure).toEqual({ reason: "CUDA_ERROR_ILLEGAL_ADDRESS", counterexample: "the third", run: 3 });
  });
  test("a crash is a failure, with what it said last", async () => {
    const { failure } = await outcomeOf("crash", `${begun} throw new Error("no libcuda");`);
    expect(failure!.reason).toMatch(/the process ended with code 1.*no libcuda/s);
    expect((await outcomeOf("killed", `process.kill(process.pid, "SIGKILL");`)).failure!.reason).toMatch(/SIGKILL/);
  });
});
