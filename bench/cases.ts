// The benchmark's cases: what each kernel is timed on, and how much work that is.
import { fileURLToPath } from "node:url";
import { type ScanOperatorTuning, scanTuning, selectiveScan } from "../kernels/selective-scan/operator.ts";
import type { BenchCase } from "./harness.ts";
import { linearCases } from "./linear-attention.ts";
import { stepCases } from "./steps.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface AttentionShape {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly window: number;
}
/** Causal window of `window` tokens, the token itself included. */
export const attention = (shape: AttentionShape, tuning: Readonly<Record<string, number>>): BenchCase => {
  const { batch, tokens, heads, kvHeads, headDim, window } = shape;
  // Visible (query, key) pairs: a triangle, then a band.
  const pairs = tokens <= window ? (tokens * (tokens + 1)) / 2 : (window * (window + 1)) / 2 + (tokens - window) * window;
  const tensor = (h: number) => ({ dtype: "bf16" as const, shape: [batch, tokens, h, headDim] });
  return {
    name: `attention B${batch} T${tokens} H${heads}/${kvHeads} D${headDim} W${window}`,
    kind: "attention",
    parameters: { ...shape },
    work: { operations: 4 * headDim * pairs * heads * batch },
    configuration: {
      file: path("../kernels/sliding-window-attention/kernel.ts"),
      kernel: "attentionForward",
      problem: {
        dtype: "bf16",
        headDim,
        valueDim: headDim,
        hasSoftcap: false,
        hasSinks: false,
        packed: false,
        bottomRight: false,
        cached: false,
      },
      tuning,
    },
    tensors: {
      q: tensor(heads),
      k: tensor(kvHeads),
      v: tensor(kvHeads),
      output: { ...tensor(heads), output: true },
      logSumExp: { dtype: "f32", shape: [batch, heads, tokens], output: true },
      sinks: null,
      cuSeqlensQ: null,
      cuSeqlensK: null,
    },
    scalars: { maxQueries: 0, left: window - 1, right: 0, queryOffset: 0, scale: headDim ** -0.5, softcap: 0 },
  };
};

export const gemm = (m: number, n: number, k: number, tuning: Readonly<Record<string, number>>): BenchCase => ({
  name: `gemm ${m}x${n}x${k}`,
  kind: "gemm",
  parameters: { m, n, k },
  work: { operations: 2 * m * n * k },
  configuration: {
    file: path("../examples/kernels/gemm.ts"),
    kernel: "matrixProduct",
    problem: { dtype: "bf16", activation: "none", hasBias: false },
    tuning,
  },
  tensors: {
    a: { dtype: "bf16", shape: [m, k] },
    b: { dtype: "bf16", shape: [k, n] },
    bias: null,
    c: { dtype: "bf16", shape: [m, n], output: true },
  },
  scalars: {},
});

const rowwise = (kind: "softmax" | "rmsnorm", rows: number, columns: number, tuning: Readonly<Record<string, number>>): BenchCase => ({
  name: `${kind} ${rows}x${columns}`,
  kind,
  parameters: { rows, columns },
  work: { bytes: 2 * 2 * rows * columns },
  configuration: {
    file: path(`../examples/kernels/${kind}.ts`),
    kernel: kind === "softmax" ? "softmax" : "rmsNorm",
    problem: kind === "softmax" ? { dtype: "bf16" } : { dtype: "bf16", width: columns },
    tuning,
  },
  tensors: {
    x: { dtype: "bf16", shape: [rows, columns] },
    ...(kind === "rmsnorm" ? { weight: { dtype: "bf16" as const, shape: [columns] } } : {}),
    y: { dtype: "bf16", shape: [rows, columns], output: true },
  },
  scalars: kind === "rmsnorm" ? { epsilon: 1e-6 } : {},
});
export const softmax = (rows: number, columns: number, tuning: Readonly<Record<string, number>>): BenchCase =>
  rowwise("softmax", rows, columns, tuning);
export const rmsNorm = (rows: number, columns: number, tuning: Readonly<Record<string, number>>): BenchCase =>
  rowwise("rmsnorm", rows, columns, tuning);

export interface ScanShape {
  readonly batch: number;
  readonly tokens: number;
  readonly channels: number;
  readonly states: number;
  /** 1: u, delta, z and y are [batch, channel, token]. */
  readonly channelsFirst?: 1;
}
/** Mamba's scan in bf16 with D, gate, bias and softplus; its work counts the bytes of u, delta, z, y, B and C. */
export const scan = (shape: ScanShape, tuning: ScanOperatorTuning): BenchCase => {
  const { batch, tokens, channels, states } = shape;
  const channelsFirst = shape.channelsFirst === 1;
  const rows = { dtype: "bf16" as const, shape: channelsFirst ? [batch, channels, tokens] : [batch, tokens, channels] };
  const weights = { dtype: "bf16" as const, shape: [batch, tokens, 1, states] };
  const perChannel = { dtype: "f32" as const, shape: [channels] };
  return {
    name: `selective scan B${batch} L${tokens} D${channels} N${states}${channelsFirst ? ", channels first" : ""}`,
    kind: "scan",
    parameters: { ...shape },
    work: { bytes: 2 * batch * tokens * (4 * channels + 2 * states) },
    configuration: selectiveScan(
      { dtype: "bf16", states, hasD: true, hasGate: true, hasBias: true, hasSoftplus: true, channelsFirst },
      tuning,
    ),
    tensors: {
      u: rows,
      delta: { ...rows, value: (normal) => normal - 3 },
      A: { dtype: "f32", shape: [channels, states], value: (normal) => -Math.exp(normal) },
      B: weights,
      C: weights,
      D: perChannel,
      z: rows,
      deltaBias: perChannel,
      y: { ...rows, output: true },
      lastState: { dtype: "f32", shape: [batch, channels, states], output: true },
    },
    scalars: {},
  };
};

export const attentionTuning = { blockM: 128, blockN: 48, stages: 2, warps: 4 };
export const gemmTuning = { blockM: 128, blockN: 128, blockK: 64, stages: 3, warps: 4 };
export const softmaxTuning = { blockM: 1, blockN: 4096, warps: 4 };
export const rmsNormTuning = { blockM: 1, blockN: 4096, warps: 4 };

export const standardCases = (): BenchCase[] => [
  attention({ batch: 1, tokens: 32768, heads: 18, kvHeads: 18, headDim: 128, window: 2048 }, attentionTuning),
  attention({ batch: 8, tokens: 4096, heads: 12, kvHeads: 12, headDim: 128, window: 2048 }, attentionTuning),
  attention({ batch: 1, tokens: 32768, heads: 32, kvHeads: 8, headDim: 128, window: 512 }, attentionTuning),
  gemm(4096, 4096, 4096, gemmTuning),
  softmax(65536, 4096, softmaxTuning),
  rmsNorm(65536, 4096, rmsNormTuning),
  scan({ batch: 8, tokens: 4096, channels: 3072, states: 16 }, scanTuning(16)),
  scan({ batch: 1, tokens: 32768, channels: 4608, states: 16 }, scanTuning(16)),
  scan({ batch: 1, tokens: 131072, channels: 4096, states: 16 }, scanTuning(16)),
  scan({ batch: 8, tokens: 4096, channels: 3072, states: 16, channelsFirst: 1 }, scanTuning(16)),
  ...linearCases(),
  ...stepCases(),
];
