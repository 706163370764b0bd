// Sliding-window attention from source to result in one go: compiles the kernel, verifies it on the simulated GPU, runs it over the bytes of this
// repository's README, on the GPU if there is one and else on the CPU back end, and compares with the definition in float64. Ends with code 1 if
// anything disagrees.
import { mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { attentionCase } from "../kernels/sliding-window-attention/arbitraries.ts";
import { attentionReference, attentionWorkingPrecision } from "../kernels/sliding-window-attention/reference.ts";
import { checkCase } from "../kernels/sliding-window-attention/spec.ts";
import { budgetProblem, maxAbsoluteError, relativeError } from "../proptests/lib/errors.ts";
import { partOf } from "../proptests/lib/laws.ts";
import type { Execution } from "../proptests/lib/spec.ts";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { Event } from "../runtime/cuda/event.ts";
import { compileCuda, nvrtcVersion } from "../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { type KernelCall, runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { PreparedKernel } from "../runtime/prepare.ts";
import { embedBytes } from "./lib/byte-sequence.ts";
import { heatMap } from "./lib/heat-map.ts";

const heads = 4;
const dim = 64;
/** Tokens that each one sees, itself included. */
const window = 128;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}.cuica`;
const shown = (path: string): string => relative(process.cwd(), path);
const since = (start: number): number => performance.now() - start;
const write = (name: string, text: string): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, text);
  return shown(`${folder}/${name}`);
};

const configuration = {
  file: `${root}kernels/sliding-window-attention/kernel.ts`,
  kernel: "attentionForward",
  problem: { dtype: "bf16", headDim: dim, valueDim: dim, hasSoftcap: false, hasSinks: false, packed: false, bottomRight: false },
  tuning: { blockM: 64, blockN: 64, stages: 2, warps: 4 },
};

const compile = async (): Promise<void> => {
  const start = performance.now();
  const kernel = compileKernel({ ...configuration, target: "sm_80", classes: {} });
  const text = cudaText(kernel);
  console.log(
    `1. ${shown(configuration.file)} compiled to ${text.split("\n").length} lines of CUDA for sm_80 in ${since(start).toFixed(0)} ms`,
  );
  console.log(
    `   ${write("attentionForward.cu", text)} is the text: ${kernel.lowered.threads} threads and ${kernel.lowered.sharedBytes} bytes of shared memory a block`,
  );
  try {
    const begun = performance.now();
    const { resources, cubin } = await compileCuda(text, "attentionForward.cu", { architecture: "sm_80" });
    console.log(
      `   NVRTC ${nvrtcVersion()} made ${cubin.length} bytes of machine code of it in ${since(begun).toFixed(0)} ms: ${resources.registers} registers, ${resources.spillBytes} bytes spilled`,
    );
  } catch (error) {
    console.log(`   no machine code: ${(error as Error).message.split("\n")[0]} (npm run cuica -- doctor tells how to get NVRTC)`);
  }
};

/** Random cases (windows, grouped heads, packed sequences, strides) against the reference, as many as the time allows. */
const agreeing = async (where: string, seconds: number, execute: Execution): Promise<string> => {
  const start = performance.now();
  let done = 0;
  for (const attention of fc.sample(attentionCase(32, 8e6), { numRuns: 60, seed: 1 })) {
    if (done > 0 && since(start) > seconds * 1000) break;
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K2. ${where}: ${done} cases agree, ${(since(start) / 1000).toFixed(0)} of at most ${seconds} s`);
    try {
      await checkCase(attention, { blockM: 32, blockN: 32, stages: 2, warps: 2 }, execute);
    } catch (error) {
      throw new Error(`WRONG on the ${where}: ${(error as Error).message}\n  in the case ${JSON.stringify(attention)}`);
    }
    done++;
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  return `${done} random cases agree with the definition on the ${where} (${(since(start) / 1000).toFixed(1)} s)`;
};
const verify = async (): Promise<void> => {
  console.log(`2. ${await agreeing("simulated GPU", 12, (c, call) => void runOnSimulator(c, call, { seed: 1, target: "sm_80" }))}`);
  console.log("   without a race, a missing wait, a bad address or an uninitialised read");
  if (!gpuAvailable()) return;
  using device = Device.open();
  console.log(`   ${await agreeing(device.name, 8, (c, call) => runOnGpu(device, c, call))}`);
};

/** Runs the kernel over the whole call; returns where, and the milliseconds of one run. */
const execute = async (call: KernelCall): Promise<{ where: string; milliseconds: number }> => {
  if (!gpuAvailable()) {
    const start = performance.now();
    runOnCpu(configuration, call);
    return { where: "CPU back end", milliseconds: since(start) };
  }
  using device = Device.open();
  using prepared = await PreparedKernel.create(device, configuration);
  const tensors = Object.fromEntries(
    Object.entries(call.tensors).map(([name, host]) => [name, host && DeviceTensor.fromHost(device, host)] as const),
  );
  try {
    const bound = await prepared.bind({ tensors, scalars: call.scalars });
    bound.launch();
    using begin = Event.create(device).record(device.stream);
    const repeats = 20;
    for (let n = 0; n < repeats; n++) bound.launch();
    using end = Event.create(device).record(device.stream);
    end.synchronize();
    for (const name of ["output", "logSumExp"]) call.tensors[name]!.data.set(tensors[name]!.toHost().data);
    return { where: device.name, milliseconds: end.millisecondsSince(begin) / repeats };
  } finally {
    for (const tensor of Object.values(tensors)) tensor?.dispose();
  }
};

const main = async (): Promise<void> => {
  await compile();
  await verify();

  const text = `${root}README.md`;
  const { tokens, q, k, v } = embedBytes(text, heads, dim);
  const output = HostTensor.allocate("bf16", [1, tokens, heads, dim]).poison();
  const logSumExp = HostTensor.allocate("f32", [1, heads, tokens]).poison();
  const scale = dim ** -0.5;
  const { where, milliseconds } = await execute({
    tensors: { q, k, v, output, logSumExp, sinks: null, cuSeqlensQ: null, cuSeqlensK: null },
    scalars: { maxQueries: 0, left: window - 1, right: 0, queryOffset: 0, scale, softcap: 0 },
  });
  console.log(
    `3. ${tokens} bytes of ${shown(text)} through ${heads} heads of ${dim}, window ${window}, on the ${where}: ${milliseconds.toFixed(milliseconds < 10 ? 3 : 0)} ms, ${((tokens / milliseconds) * 1000).toFixed(0)} tokens/s`,
  );

  // Sampled rows, each with the keys that its window reaches: enough to judge, and the definition is slow.
  const actual: number[] = [];
  const reference: number[] = [];
  const working: number[] = [];
  const sampled = 97;
  for (let n = 0; n < sampled; n++) {
    const token = Math.round((n / (sampled - 1)) * (tokens - 1));
    const first = Math.max(0, token - window + 1);
    const inputs = {
      q: partOf(q, 1, token, 1),
      k: partOf(k, 1, first, token - first + 1),
      v: partOf(v, 1, first, token - first + 1),
      sinks: null,
      cuSeqlensQ: null,
      cuSeqlensK: null,
    };
    const options = { window: { left: window - 1, right: 0 }, queryOffset: "bottomRight", scale, softcap: null } as const;
    actual.push(...partOf(output, 1, token, 1).toNumbers());
    reference.push(...attentionReference(inputs, options).output);
    working.push(...attentionWorkingPrecision(inputs, options).output);
  }
  const problem = budgetProblem({ actual, reference, working, dtype: "bf16", factor: 3 });
  console.log(
    `4. against the definition in float64, on ${sampled} rows: relative error ${relativeError(actual, reference).toExponential(2)} (the definition in bf16 has ${relativeError(working, reference).toExponential(2)}), largest ${maxAbsoluteError(actual, reference).toExponential(2)}`,
  );
  const unwritten = output.toNumbers().findIndex(Number.isNaN);
  if (unwritten >= 0) console.log(`   WRONG: element ${unwritten} of the output is not a number`);
  if (problem) console.log(`   WRONG: ${problem}`);
  if (problem || unwritten >= 0) process.exitCode = 1;
  else console.log("   they agree");

  const [queries, keys, sums] = [q.toNumbers(), k.toNumbers(), logSumExp.toNumbers()];
  const probability = (row: number, column: number): number => {
    if (column > row || column <= row - window) return 0;
    let dot = 0;
    for (let d = 0; d < dim; d++) dot += queries[row * heads * dim + d]! * keys[column * heads * dim + d]!;
    return Math.exp(dot * scale - sums[row]!);
  };
  // Two tokens a cell, on a logarithmic scale: weights of a softmax lie orders of magnitude apart.
  const cell = (row: number, column: number): number => {
    const most = Math.max(...[0, 1].flatMap((i) => [0, 1].map((j) => probability(2 * row + i, 2 * column + j))));
    return most > 0 ? Math.max(0.01, 1 + Math.log10(most) / 4) : 0;
  };
  const picture = write(
    "attention.svg",
    heatMap(Math.min(160, tokens >> 1), cell, `attention of head 0: query down, key across, window ${window}`),
  );
  console.log(`5. ${picture} shows which tokens the first ones attend to`);
  if (where === "CPU back end")
    console.log(
      "   With a GPU (sm_80 or newer, NVIDIA driver, NVRTC) this same program runs the generated CUDA instead of JavaScript: step 3 takes\n   0.024 ms on an H200. `npm run cuica -- doctor` says what is missing here.",
    );
};
try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
