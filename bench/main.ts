// `npm run bench`: times the standard cases on this machine's GPU and, in the same run, what PyTorch offers instead where a Python with PyTorch
// is. Prints a table, or JSON with --json. Without a GPU it says so and ends with code 2.
import { parseArgs } from "node:util";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { scanTuning } from "../kernels/selective-scan/operator.ts";
import { attention, type AttentionShape, gemm, rmsNorm, type ScanShape, scan, softmax, standardCases } from "./cases.ts";
import { type BenchCase, copyBandwidth, type Measurement, measure, rateOf } from "./harness.ts";
import { deltaSweep, linearSweep } from "./linear-attention.ts";
import { stepSweep } from "./steps.ts";
import { type PeerAnswer, Peers } from "./peers.ts";
import { startUps } from "./start-up.ts";

/** What `peers.py` runs beside the cases of a kind; of the others, nothing. */
const peerOf: Partial<Record<BenchCase["kind"], string>> = {
  ...{ attention: "PyTorch", gemm: "PyTorch", softmax: "PyTorch", rmsnorm: "PyTorch", convolution: "PyTorch" },
  ...{ scan: "mamba_ssm", ssd: "mamba_ssm" },
  ...{ gated: "fla", simpleGated: "fla", retention: "fla", linear: "fla", delta: "fla" },
};

/** Tunings to try, by kind of case; every combination is timed and the fastest listed first. */
const sweeps = {
  attention: [64, 128].flatMap((blockM) =>
    [32, 64, 128].flatMap((blockN) => [2, 3].flatMap((stages) => [4, 8].map((warps) => ({ blockM, blockN, stages, warps })))),
  ),
  gemm: [64, 128, 256].flatMap((blockM) =>
    [128, 256].flatMap((blockN) =>
      [32, 64].flatMap((blockK) => [2, 3, 4].flatMap((stages) => [4, 8].map((warps) => ({ blockM, blockN, blockK, stages, warps })))),
    ),
  ),
  rows: [1, 2, 4, 8].flatMap((blockM) =>
    [512, 1024, 2048, 4096].flatMap((blockN) => [2, 4, 8].map((warps) => ({ blockM, blockN, warps }))),
  ),
  scan: [
    { blockC: 64, blockT: 32, warps: 4, blocksEach: 3 },
    { blockC: 64, blockT: 32, warps: 4, blocksEach: 3, rounds: 2 },
    { blockC: 64, blockT: 32, warps: 4, blocksEach: 3, rounds: 1 },
    { blockC: 64, blockT: 16, warps: 4, blocksEach: 4, rounds: 2, blocksPerMultiprocessor: 4 },
    { blockC: 64, blockT: 16, warps: 4, blocksEach: 5, rounds: 2, blocksPerMultiprocessor: 5 },
    { blockC: 64, blockT: 16, warps: 4, stages: 3, blocksEach: 4, rounds: 2, blocksPerMultiprocessor: 4 },
    { blockC: 64, blockT: 32, warps: 8, blocksEach: 3, blocksPerMultiprocessor: 3 },
    // 8 states a thread as well, in smaller blocks; then 16.
    { blockC: 32, blockT: 32, warps: 2, blocksEach: 6, rounds: 2, blocksPerMultiprocessor: 6 },
    { blockC: 32, blockT: 16, warps: 2, blocksEach: 8, rounds: 2, blocksPerMultiprocessor: 8 },
    { blockC: 64, blockT: 16, warps: 2, blocksEach: 8, rounds: 2, blocksPerMultiprocessor: 8 },
    { blockC: 64, blockT: 32, warps: 2, blocksEach: 3, rounds: 2 },
    { blockC: 128, blockT: 16, warps: 8, blocksEach: 2, rounds: 2, blocksPerMultiprocessor: 2 },
  ],
};
const besides = (bench: BenchCase, peer: PeerAnswer & { readonly name: string }): string =>
  "missing" in peer
    ? `; no ${peer.name}: ${peer.missing}`
    : `; ${peer.name} ${peer.milliseconds.toFixed(3)} ms (${rateOf(bench.work, peer.milliseconds).rate.toFixed(0)})`;
const variants = (bench: BenchCase): BenchCase[] => {
  const p = bench.parameters as Record<string, number>;
  if (bench.kind === "attention") return sweeps.attention.map((t) => attention(p as unknown as AttentionShape, t));
  if (bench.kind === "scan") {
    const shape = p as unknown as ScanShape;
    return sweeps.scan.map((t) => scan(shape, { ...scanTuning(shape.states), ...t }));
  }
  if (bench.kind === "delta") return deltaSweep(bench);
  if (bench.kind === "gemm") return sweeps.gemm.map((t) => gemm(p["m"]!, p["n"]!, p["k"]!, t));
  if (bench.kind !== "softmax" && bench.kind !== "rmsnorm") return stepSweep(bench) ?? linearSweep(bench);
  return sweeps.rows.map((t) => (bench.kind === "softmax" ? softmax : rmsNorm)(p["rows"]!, p["columns"]!, t));
};

export const main = async (args: readonly string[]): Promise<0 | 2> => {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean" }, only: { type: "string" }, sweep: { type: "boolean" }, "no-peers": { type: "boolean" } },
  });
  if (!gpuAvailable()) {
    process.stderr.write("bench: no GPU that CUDA can use; `cuica doctor` says what is missing\n");
    return 2;
  }
  using device = Device.open();
  const cases = standardCases().filter((c) => !values.only || c.name.includes(values.only));
  const show = (m: Measurement, extra = ""): void => {
    if (!values.json)
      process.stdout.write(
        `${m.name.padEnd(44)} ${m.milliseconds.toFixed(3).padStart(9)} ms ${m.rate.toFixed(0).padStart(6)} ${m.unit}  ${m.registers === null ? "" : `${m.registers} registers`}${m.spillBytes ? `, ${m.spillBytes} bytes spilled` : ""} ${extra}\n`,
      );
  };
  if (values.sweep) {
    for (const bench of cases) {
      const found: { measurement: Measurement; tuning: string }[] = [];
      for (const variant of variants(bench)) {
        const tuning = JSON.stringify(variant.configuration.tuning);
        try {
          found.push({ measurement: await measure(device, variant, { repeats: 10, warmups: 3 }), tuning });
        } catch (error) {
          process.stderr.write(`${tuning}: ${(error as Error).message.split("\n")[0]}\n`);
        }
      }
      for (const { measurement, tuning } of found.sort((a, b) => a.measurement.milliseconds - b.measurement.milliseconds).slice(0, 8))
        show(measurement, tuning);
    }
    return 0;
  }
  const wantsStartUps = !values.only || "start-up".includes(values.only);
  const results = [];
  using peers = new Peers();
  const copied = copyBandwidth(device, 2 ** 30 / 2);
  if (!values.json) process.stdout.write(`${device.name}, medians\n${"device copy, 1.07 GB moved".padEnd(62)} ${copied.toFixed(0)} GB/s\n`);
  for (const bench of cases) {
    const measurement = await measure(device, bench);
    const name = peerOf[bench.kind];
    const peer = name === undefined || values["no-peers"] ? null : { name, ...(await peers.ask(bench)) };
    results.push({ ...measurement, peer });
    show(measurement, peer ? besides(bench, peer) : "");
  }
  const starts = wantsStartUps ? startUps() : [];
  if (values.json) {
    const report = { device: device.name, copyGigabytesPerSecond: copied, results, startUps: starts };
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  } else
    for (const { name, milliseconds, loadsTypeScript } of starts)
      process.stdout.write(
        `${`start-up: attention ${name}${loadsTypeScript ? "" : ", no TypeScript loaded"}`.padEnd(64)} ${milliseconds.toFixed(0)} ms\n`,
      );
  return 0;
};
