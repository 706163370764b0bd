// Cases that only move memory: the causal convolution, and the single tokens of the convolution, the scan and gated linear attention. Their rates
// stand beside the device's own copy. Batches are large enough that states do not stay in the L2 cache.
import {
  causalConv1d,
  causalConv1dUpdate,
  type ConvOperatorTuning,
  type ConvUpdateTuning,
  convTuning,
} from "../kernels/causal-conv1d/operator.ts";
import { linearAttentionStep, type StepOperatorTuning, stepTuning } from "../kernels/linear-attention/operator.ts";
import { type ScanUpdateTuning, scanUpdateTuning, selectiveScanUpdate } from "../kernels/selective-scan/operator.ts";
import type { BenchCase } from "./harness.ts";

const width = 4;
const bf16 = (...shape: readonly number[]) => ({ dtype: "bf16" as const, shape });
const float = (...shape: readonly number[]) => ({ dtype: "f32" as const, shape });

/** x read and y written once. */
const convolution = (batch: number, tokens: number, channels: number, tuning: ConvOperatorTuning = convTuning): BenchCase => ({
  name: `convolution B${batch} L${tokens} D${channels}`,
  kind: "convolution",
  parameters: { batch, tokens, channels, width },
  work: { bytes: 2 * 2 * batch * tokens * channels },
  configuration: causalConv1d({ dtype: "bf16", width, hasBias: true, hasSilu: true }, tuning),
  tensors: {
    x: bf16(batch, tokens, channels),
    weight: float(channels, width),
    bias: float(channels),
    y: { ...bf16(batch, tokens, channels), output: true },
    lastState: { ...bf16(batch, width - 1, channels), output: true },
  },
  scalars: {},
});
/** The state of width - 1 tokens read and written, x read, y written. */
const convolutionStep = (rows: number, channels: number, tuning?: ConvUpdateTuning): BenchCase => ({
  name: `convolution step B${rows} D${channels}`,
  kind: "convolutionStep",
  parameters: { rows, channels },
  work: { bytes: 2 * rows * channels * (2 * (width - 1) + 2) },
  configuration: causalConv1dUpdate({ dtype: "bf16", width, hasBias: true, hasSilu: true }, tuning),
  tensors: {
    x: bf16(rows, channels),
    weight: float(channels, width),
    bias: float(channels),
    state: bf16(rows, width - 1, channels),
    y: { ...bf16(rows, channels), output: true },
  },
  scalars: {},
});
/** The states read and written; u, delta and z read, y written. */
const scanStep = (rows: number, channels: number, states: number, tuning: ScanUpdateTuning = scanUpdateTuning(states)): BenchCase => ({
  name: `scan step B${rows} D${channels} N${states}`,
  kind: "scanStep",
  parameters: { rows, channels, states },
  work: { bytes: rows * channels * (2 * 4 * states + 4 * 2) },
  configuration: selectiveScanUpdate({ dtype: "bf16", states, hasD: true, hasGate: true, hasBias: true, hasSoftplus: true }, tuning),
  tensors: {
    u: bf16(rows, channels),
    delta: { ...bf16(rows, channels), value: (normal) => normal - 3 },
    A: { ...float(channels, states), value: (normal) => -Math.exp(normal) },
    B: bf16(rows, 1, states),
    C: bf16(rows, 1, states),
    D: float(channels),
    z: bf16(rows, channels),
    deltaBias: float(channels),
    state: float(rows, channels, states),
    y: { ...bf16(rows, channels), output: true },
  },
  scalars: {},
});
/** The states read and written; all else is small beside them. */
const linearStep = (
  rows: number,
  heads: number,
  keyDim: number,
  valueDim: number,
  tuning: StepOperatorTuning = stepTuning(keyDim, valueDim),
): BenchCase => ({
  name: `gated linear attention step B${rows} H${heads} K${keyDim} V${valueDim}`,
  kind: "linearStep",
  parameters: { rows, heads, keyDim, valueDim },
  work: { bytes: rows * heads * (2 * 4 * keyDim * valueDim + 2 * (3 * keyDim + 2 * valueDim)) },
  configuration: linearAttentionStep({ dtype: "bf16", keyDim, valueDim, decay: "channel", gateDtype: "bf16" }, tuning),
  tensors: {
    q: bf16(rows, heads, keyDim),
    k: bf16(rows, heads, keyDim),
    v: bf16(rows, heads, valueDim),
    gates: { ...bf16(rows, heads, keyDim), value: (normal) => -Math.log1p(Math.exp(-normal)) },
    states: float(rows, heads, keyDim, valueDim),
    output: { ...bf16(rows, heads, valueDim), output: true },
  },
  scalars: { scale: keyDim ** -0.5 },
});

export const stepCases = (): BenchCase[] => [
  convolution(8, 4096, 3072),
  convolution(1, 32768, 4608),
  convolutionStep(4096, 4096),
  scanStep(512, 4096, 16),
  linearStep(128, 16, 128, 128),
  linearStep(128, 4, 192, 384),
];
/** Tunings to try for a case of this file; null for any other. */
export const stepSweep = ({ kind, parameters }: BenchCase): BenchCase[] | null => {
  const p = parameters as Record<string, number>;
  switch (kind) {
    case "convolution":
      return [16, 32, 64].flatMap((blockT) =>
        [64, 128, 256].map((blockC) =>
          convolution(p["batch"]!, p["tokens"]!, p["channels"]!, { blockT, blockC, warps: (blockT * blockC) / 1024 > 4 ? 8 : 4 }),
        ),
      );
    case "convolutionStep":
      return [128, 256, 512].flatMap((blockC) => [1, 2].map((warps) => convolutionStep(p["rows"]!, p["channels"]!, { blockC, warps })));
    case "scanStep":
      return [16, 32, 64, 128].flatMap((blockC) =>
        [2, 4].map((warps) => scanStep(p["rows"]!, p["channels"]!, p["states"]!, { blockC, warps })),
      );
    case "linearStep":
      return [16, 32, 64].flatMap((blockV) =>
        [4, 8].map((warps) => linearStep(p["rows"]!, p["heads"]!, p["keyDim"]!, p["valueDim"]!, { blockV, warps })),
      );
    default:
      return null;
  }
};
