// Reports of kernels, on every execution without a GPU: the same lines of the same kernel, whatever their order, and results as without them.
import { afterEach, expect, test } from "vitest";
import { HostTensor } from "../dsl/index.ts";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { printTo } from "../codegen/ir/report.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import type { Runnable } from "./executions.ts";
import { beyond, checks, conditions, configurationOf, decided, inRoles, many, said, speaks } from "./report-kernels.ts";

afterEach(() => printTo(null));

type Execution = (k: Runnable, tensors: Readonly<Record<string, HostTensor>>) => void;
const executions: Readonly<Record<string, Execution>> = {
  "JS run": (k, tensors) => k.run({} as never, { warps: 2 } as never, ...(Object.values(tensors) as never[])),
  "CPU back end": (k, tensors) => runOnCpu(configurationOf(k), { tensors, scalars: {} }),
  simulator: (k, tensors) => void runOnSimulator(configurationOf(k), { tensors, scalars: {} }, { seed: 5, target: "sm_80" }),
};
const names = Object.keys(executions);
const everyRun = async (k: Runnable, tensors: () => Record<string, HostTensor>) => {
  const runs: Awaited<ReturnType<typeof said>>[] = [];
  for (const name of names) runs.push(await said(() => executions[name]!(k, tensors())));
  return runs;
};

test("prints of blocks, elements and threads", async () => {
  const runs = await everyRun(speaks, () => ({
    x: HostTensor.fromNumbers("f32", [8], [0, 1, 2, 3, 4, 5, 6, -0.5]),
    y: HostTensor.allocate("f32", [8]),
  }));
  const line = (text: string) => expect.stringMatching(new RegExp(`^proptests/report-kernels\\.ts:\\d+: speaks, ${text}$`));
  for (const { lines, failure } of runs) {
    expect(failure).toBeNull();
    expect(lines).toEqual(runs[0]!.lines);
  }
  expect(runs[0]!.lines).toEqual([
    line("block 0, thread 0: block 1, 7, 1, 1\\.5"),
    line("block 1, thread 0: block 0, 7, 0, 1\\.5"),
    line("block 0, element \\[3\\]: small -0\\.16666667"),
    line("block 1, element \\[0\\]: small 0"),
    line("block 1, element \\[1\\]: small 0\\.33333334"),
    line("block 1, element \\[2\\]: small 0\\.6666667"),
    line("block 0, thread 37: 37, 496"),
    line("block 0, thread 5: 5, 496"),
    line("block 1, thread 37: 37, 496"),
    line("block 1, thread 5: 5, 496"),
  ]);
});

test("conditions and bools are 0 and 1", async () => {
  const runs = await everyRun(conditions, () => ({
    x: HostTensor.fromNumbers("f32", [2], [2, -3]),
    flags: HostTensor.fromNumbers("bool", [2], [0, 1]),
  }));
  for (const { lines } of runs)
    expect(lines.map((line) => line.slice(line.indexOf("block"))).sort()).toEqual([
      "block 0, element [0]: two 1, 0, 0, 1",
      "block 0, element [1]: two 0, 1, 1, -1",
      "block 0, thread 0: one 1, 1, 1, 0, 0.5",
    ]);
});

test.each([
  [[0, 1, 2, 3], null],
  [[0, 1, 12, 3], "block 0, element [2]: assertion failed: all are below 10"],
  [[1, 1, 2, 3], "block 0, thread 0: assertion failed: the first is 0"],
  [[0, 1, 2, 5], "block 0, thread 3: assertion failed: none is 5"],
])("assertions over %j", async (values, expected) => {
  const y = HostTensor.allocate("i32", [4]);
  const runs = await everyRun(checks, () => ({ x: HostTensor.fromNumbers("i32", [4], values), y: y.poison() }));
  for (const { lines, failure } of runs) {
    expect(lines).toEqual([]);
    expect(failure?.failures.map((line) => line.slice(line.indexOf("block"))) ?? null).toEqual(expected && [expected]);
    expect(failure?.message).toEqual(runs[0]!.failure?.message);
    if (failure) expect(failure).toMatchObject({ code: "CUI3017", count: 1 });
  }
  // The simulator ran last: what is written does not depend on what failed.
  expect([...y.toNumbers()]).toEqual(values.map((value) => 2 * value));
});

test("assertions that are decided at compile time", async () => {
  for (const { lines, failure } of await everyRun(decided, () => ({ x: HostTensor.allocate("i32", [1]) }))) {
    expect(lines).toEqual([]);
    expect(failure?.failures.map((line) => line.slice(line.indexOf("block")))).toEqual([
      "block 0, thread 0: assertion failed: there are three warps",
    ]);
  }
});

test("an assertion comes before the fault that it explains", async () => {
  const tensors = () => ({ x: HostTensor.fromNumbers("i32", [1], [9]), y: HostTensor.allocate("i32", [4]) });
  const [, , simulated] = await everyRun(beyond, tensors);
  expect(simulated!.failure?.message).toContain("the index lies in y");
  expect(simulated!.failure?.cause).toMatchObject({ code: "outOfBounds" });
});

test("threads of roles count as the block's", async () => {
  for (const { lines } of await everyRun(inRoles, () => ({ x: HostTensor.fromNumbers("i32", [3], [7, 8, 9]) })))
    expect(lines.map((line) => line.slice(line.indexOf("block"))).sort()).toEqual([
      "block 0, thread 0: first 7",
      "block 0, thread 32: second 8",
      "block 0, thread 35: third 9",
    ]);
});

test("reports that do not fit are counted, and no failure is lost among them", async () => {
  const x = HostTensor.fromNumbers(
    "i32",
    [20],
    Array.from({ length: 20 }, (_, n) => Number(n === 19)),
  );
  const { lines, failure } = await said(() => executions["simulator"]!(many, { x }));
  // 64 threads and, in one block, an assertion.
  const made = 20 * 64 + 1;
  expect(lines.filter((line) => line.includes("thread"))).toHaveLength(failure!.failures.length === 1 ? 1023 : 1024);
  expect(lines).toContain(`many: ${made - 1024} more reports did not fit the buffer of 1024`);
  expect(failure).toMatchObject({ count: 1 });
});

const cudaOf = (k: Runnable, target: "sm_80" | "sm_90a" = "sm_80"): string =>
  cudaText(compileKernel({ ...configurationOf(k), target, classes: {} }));
test("a kernel that reports takes a buffer behind its other parameters, and compiles for sm_80", async () => {
  const text = cudaOf(speaks);
  expect(text).toMatch(/u32\* reports\) \{/);
  await compileCuda(text, "speaks.cu", { architecture: "sm_80" });
});
