// Verification finds, shrinks and reports; a process that hangs, dies or loses its GPU becomes a failure with the case that it was at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
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
      {
        dtype: "bf16",
        headDim: 64,
        valueDim: 64,
        hasSoftcap: false,
        hasSinks: false,
        packed: true,
        bottomRight: false,
        cached: false,
        precision: "ieee",
      },
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

describe("a spec of no use", () => {
  const folder = mkdtempSync(join(tmpdir(), "cuica-specs-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const specIn = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "spec.ts"), text);
    return findSpec(join(folder, name, "kernel.ts"), "kernel");
  };
  test.each([
    ["throws", 'throw new Error("of the author");', /spec.ts could not be loaded: of the author/],
    ["throws what is no error", "throw 7;", /spec.ts could not be loaded: 7/],
    ["does not parse", "export const specs = [;", /spec.ts could not be loaded/],
    ["imports what is not there", 'import "./nothing.ts";', /spec.ts could not be loaded/],
  ])("that %s is told with its file", async (name, text, says) => {
    await expect(specIn(name, text)).rejects.toMatchObject({ code: "CUI3015", message: expect.stringMatching(says) as string });
  });
  test.each([
    ["exports nothing", "export {};"],
    ["exports no array", "export const specs = 5;"],
    ["is of others", "export const specs = [null, 3, { name: 'other' }];"],
  ])("that %s is none", async (name, text) => {
    expect(await specIn(name, text)).toBeNull();
  });
  test.each<[string, () => fc.Arbitrary<unknown>]>([
    [
      "makes no arbitrary",
      () => {
        throw new Error("of the author");
      },
    ],
    [
      "makes no case",
      () =>
        fc.nat().map(() => {
          throw new Error("of the author");
        }),
    ],
  ])("that %s has not been broken", async (_, cases) => {
    const spec = { ...fixtures[0]!, cases } as (typeof fixtures)[number];
    await expect(verifyKernel(spec, { device: "cpu", runs: 3 })).rejects.toMatchObject({
      code: "CUI3015",
      message: expect.stringMatching(/the spec of forgetful makes no cases: of the author/) as string,
    });
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
  const say = (text: string): string => `(await import("node:fs")).writeSync(3, ${JSON.stringify(text)});`;
  const tell = (message: object): string => say(`${JSON.stringify(message)}\n`);
  const begun = tell({ kind: "case", text: "the third", done: 2 });

  test("its outcome is taken over, whatever a spec prints", async () => {
    const outcome = { runs: 5, failure: null };
    const noise = `process.stdout.write('{"kind":"end","outcome":null}\\n{"kind":"ca'); console.log("x".repeat(1e6));`;
    expect(await outcomeOf("end", `${begun} ${noise} ${tell({ kind: "end", outcome })}`)).toEqual(outcome);
    expect(await outcomeOf("late", `${begun} ${tell({ kind: "end", outcome })} throw new Error("while it ends");`)).toEqual(outcome);
  });
  test("lines that are no messages, or the beginning of one, are passed over", async () => {
    const garbage = say('{"kind":\n\u0000\nnull\n[1]\n"case"\n{"kind":"end","outco');
    const { runs, failure } = await outcomeOf("partial", `${begun} ${garbage} process.kill(process.pid, "SIGKILL");`);
    expect(runs).toBe(2);
    expect(failure).toEqual({ reason: "the process ended with SIGKILL", counterexample: "the third", run: 3 });
    expect((await outcomeOf("left", `${begun} process.exit(0);`)).failure!.reason).toBe("the process ended with code 0");
  });
  test("without its GPU nothing has failed", async () => {
    const work = verifyKernel(fixtures[0]!, { device: { index: 99 }, runs: 1 });
    await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^CUI300[15]$/) as string });
  });
  test("what has not begun has not failed", async () => {
    for (const [name, script, says] of [
      ["module", `throw new Error("no libcuda");`, /could not be verified: the process ended with code 1:.*no libcuda/s],
      ["early", `process.kill(process.pid, "SIGKILL");`, /could not be verified: the process ended with SIGKILL/],
    ] as const)
      await expect(outcomeOf(name, script)).rejects.toThrow(says);
    await expect(outcomeOf("silent", "setInterval(() => {}, 1000);", 1500)).rejects.toThrow(
      /could not be verified: no case begun after 1.5 s/,
    );
    const refusal = { kind: "refused", code: "CUI3005", text: "there is no GPU 0: 0 visible", help: "check nvidia-smi" };
    await expect(outcomeOf("refused", tell(refusal))).rejects.toMatchObject({
      code: "CUI3005",
      message: "CUI3005: there is no GPU 0: 0 visible\n  help: check nvidia-smi",
    });
  });
  test("a hang is ended, and told with its case", async () => {
    const { runs, failure } = await outcomeOf("hang", `${begun} setInterval(() => {}, 1000);`, 5000);
    expect(runs).toBe(2);
    expect(failure).toMatchObject({ counterexample: "the third", run: 3 });
    expect(failure!.reason).toMatch(/no end after 5 s: the kernel hangs/);
  });
  test("each case has its own time, however long they take together", async () => {
    const outcome = { runs: 5, failure: null };
    const later = "await new Promise((resolve) => setTimeout(resolve, 1500));";
    const script = `${`${begun} ${later} `.repeat(4)} ${tell({ kind: "end", outcome })}`;
    expect(await outcomeOf("long", script, 5000)).toEqual(outcome);
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
    expect((await outcomeOf("rejected", `${begun} Promise.reject(new Error("forgotten"));`)).failure!.reason).toMatch(/code 1.*forgotten/s);
  });
});
