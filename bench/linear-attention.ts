// Cases of linear attention: each decay at the sizes that its users have, in bf16.
import { gatedDeltaRule, type GatedDeltaRuleTuning, gatedDeltaRuleTuning } from "../kernels/linear-attention/delta-operator.ts";
import { linearAttention, type LinearAttentionTuning, linearAttentionTuning } from "../kernels/linear-attention/operator.ts";
import type { BenchCase } from "./harness.ts";

export interface LinearAttentionShape {
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  /** Heads of keys and queries. */
  readonly groups: number;
  readonly keyDim: number;
  readonly valueDim: number;
}
export type LinearAttentionKind = "gated" | "simpleGated" | "retention" | "linear" | "ssd";
const decayOf = { gated: "channel", simpleGated: "token", retention: "head", linear: "none", ssd: "step" } as const;
const nameOf: Readonly<Record<LinearAttentionKind, string>> = {
  gated: "gated linear attention",
  simpleGated: "simple gated linear attention",
  retention: "retention",
  linear: "linear attention",
  ssd: "SSD",
};

const logSigmoid = (x: number): number => -Math.log1p(Math.exp(-x));
/** Its work counts the bytes of q, k, v, output and of what the decay reads. */
export const linear = (
  kind: LinearAttentionKind,
  shape: LinearAttentionShape,
  tuning: Partial<LinearAttentionTuning> = {},
): BenchCase & { readonly kind: LinearAttentionKind } => {
  const { batch, tokens, heads, groups, keyDim, valueDim } = shape;
  const decay = decayOf[kind];
  const rows = (h: number, width: number) => ({ dtype: "bf16" as const, shape: [batch, tokens, h, width] });
  const perToken = { dtype: "f32" as const, shape: [batch, tokens, heads] };
  const gates = kind === "gated" ? heads * keyDim : 0;
  const perHead = kind === "simpleGated" || kind === "ssd" ? 2 * heads : 0;
  return {
    name: `${nameOf[kind]} B${batch} T${tokens} H${heads} K${keyDim} V${valueDim}`,
    kind,
    parameters: { ...shape },
    work: { bytes: 2 * batch * tokens * (2 * groups * keyDim + 2 * heads * valueDim + gates + perHead) },
    configuration: linearAttention(
      { dtype: "bf16", keyDim, valueDim, decay, gateDtype: "bf16" },
      { ...linearAttentionTuning(keyDim, valueDim, decay), ...tuning },
    ),
    tensors: {
      q: rows(groups, keyDim),
      k: rows(groups, keyDim),
      v: rows(heads, valueDim),
      ...(kind === "gated" && { gates: { ...rows(heads, keyDim), value: logSigmoid } }),
      ...(kind === "simpleGated" && { logDecay: { ...perToken, value: logSigmoid } }),
      ...(kind === "ssd" && { step: { ...perToken, value: (normal: number) => Math.log1p(Math.exp(normal - 3)) } }),
      ...((kind === "retention" || kind === "ssd") && {
        rate: { dtype: "f32" as const, shape: [heads], value: (normal: number) => -0.03 * Math.exp(normal) },
      }),
      output: { ...rows(heads, valueDim), output: true },
      finalState: { dtype: "f32", shape: [batch, heads, keyDim, valueDim], output: true },
    },
    scalars: { scale: keyDim ** -0.5 },
  };
};

const same = (batch: number, tokens: number, heads: number, keyDim: number, valueDim: number): LinearAttentionShape => ({
  ...{ batch, tokens, heads, groups: heads, keyDim, valueDim },
});
/** Keys are of norm about 1, as models normalise them. */
export const delta = (shape: LinearAttentionShape, tuning: Partial<GatedDeltaRuleTuning> = {}): BenchCase & { readonly kind: "delta" } => {
  const { batch, tokens, heads, groups, keyDim, valueDim } = shape;
  const rows = (h: number, width: number) => ({ dtype: "bf16" as const, shape: [batch, tokens, h, width] });
  const perToken = { dtype: "f32" as const, shape: [batch, tokens, heads] };
  return {
    name: `gated delta rule B${batch} T${tokens} H${heads} K${keyDim} V${valueDim}`,
    kind: "delta",
    parameters: { ...shape },
    work: { bytes: 2 * batch * tokens * (2 * groups * keyDim + 2 * heads * valueDim + 4 * heads) },
    configuration: gatedDeltaRule(
      { dtype: "bf16", keyDim, valueDim, decay: "token" },
      { ...gatedDeltaRuleTuning(keyDim, valueDim), ...tuning },
    ),
    tensors: {
      q: rows(groups, keyDim),
      k: { ...rows(groups, keyDim), value: (normal: number) => normal * keyDim ** -0.5 },
      v: rows(heads, valueDim),
      beta: { ...perToken, value: (normal: number) => 1 / (1 + Math.exp(-normal)) },
      logDecay: { ...perToken, value: logSigmoid },
      output: { ...rows(heads, valueDim), output: true },
      finalState: { dtype: "f32", shape: [batch, heads, keyDim, valueDim], output: true },
    },
    scalars: { scale: keyDim ** -0.5 },
  };
};
const deltaChanges: readonly Partial<GatedDeltaRuleTuning>[] = [
  {},
  { stages: 1 },
  { stages: 3 },
  { blockV: 32, warps: 2 },
  { blockV: 128, warps: 8 },
  { chunk: 16 },
  { chunk: 64, prepareWarps: 4 },
  { prepareWarps: 1 },
];
export const deltaSweep = ({ parameters }: BenchCase): BenchCase[] => {
  const shape = parameters as unknown as LinearAttentionShape;
  return deltaChanges.filter(({ blockV = 16 }) => shape.valueDim % blockV === 0).map((change) => delta(shape, change));
};
export const linearCases = (): BenchCase[] => [
  linear("gated", same(8, 4096, 16, 128, 128)),
  linear("gated", same(8, 4096, 4, 192, 384)),
  linear("gated", same(1, 32768, 6, 192, 384)),
  linear("simpleGated", same(8, 4096, 16, 128, 128)),
  linear("linear", same(8, 4096, 16, 128, 128)),
  linear("retention", same(8, 4096, 6, 256, 512)),
  delta(same(8, 4096, 16, 128, 128)),
  delta(same(1, 32768, 16, 128, 128)),
  linear("ssd", { ...same(8, 4096, 48, 128, 64), groups: 1 }),
];
/** Changes of a case's own tuning to try. */
const changes: readonly Partial<LinearAttentionTuning>[] = [
  {},
  { stages: 1 },
  { blockV: 64, warps: 4 },
  { blockV: 96, warps: 6 },
  { chunk: 32 },
  { chunk: 32, stages: 3 },
  { blocksEach: 2 },
];
const gatedChanges: readonly Partial<LinearAttentionTuning>[] = [
  { gateStages: 1 },
  { gateBlock: 64, gateStages: 1 },
  { gateBlock: 64, gateStages: 2 },
  { blockV: 96, warps: 6, gateBlock: 64 },
];
export const linearSweep = (bench: BenchCase): BenchCase[] => {
  const shape = bench.parameters as unknown as LinearAttentionShape;
  const kind = bench.kind as LinearAttentionKind;
  const own = linearAttentionTuning(shape.keyDim, shape.valueDim, decayOf[kind]);
  const fitting = [...changes, ...(kind === "gated" ? gatedChanges : [])]
    .map((change) => ({ ...own, ...change }))
    .filter(({ blockV, gateBlock }) => shape.valueDim % blockV === 0 && shape.keyDim % gateBlock === 0);
  const different = new Map(fitting.map((tuning) => [JSON.stringify(tuning), tuning]));
  return [...different.values()].map((tuning) => linear(kind, shape, tuning));
};
