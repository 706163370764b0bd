// The contract of attentionForward, for every execution: how a random case becomes a call, and what its outputs must be.
import fc from "fast-check";
import {
  besideModule,
  type Constants,
  type Execution,
  type KernelCall,
  type KernelConfiguration,
  type Spec,
} from "../../proptests/lib/spec.ts";
import { damagedPlace, type FloatType } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, type AttentionProblemChoice, attentionCase, makeInputs } from "./arbitraries.ts";
import { attentionTruth, expectAttention } from "./budget.ts";
import { type CachedCase, cachedCase, checkCached } from "./cached-cases.ts";
import { decodeSpec } from "./decode-spec.ts";
import { attentionTuning } from "./operator.ts";

export interface AttentionTuningChoice {
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
}

export const configurationOf = (attention: AttentionCase, tuning: AttentionTuningChoice): KernelConfiguration => ({
  file: besideModule(import.meta.url, "kernel.ts"),
  kernel: "attentionForward",
  problem: {
    dtype: attention.dtype,
    headDim: attention.headDim,
    valueDim: attention.valueDim,
    hasSoftcap: attention.options.softcap !== null,
    hasSinks: attention.hasSinks,
    packed: attention.packed,
    bottomRight: attention.options.queryOffset === "bottomRight",
    precision: attention.dtype === "f32" ? "3xtf32" : "ieee",
  },
  tuning: { ...tuning },
});

export type AttentionTensors = ReturnType<typeof makeInputs>;
export const callOf = (
  { options, sequences }: AttentionCase,
  { q, k, v, output, logSumExp, sinks, cuSeqlensQ, cuSeqlensK }: AttentionTensors,
): KernelCall => ({
  tensors: { q, k, v, output, logSumExp, sinks, cuSeqlensQ, cuSeqlensK },
  scalars: {
    maxQueries: Math.max(...sequences.map(({ queries }) => queries)),
    left: options.window.left,
    right: options.window.right,
    queryOffset: options.queryOffset === "bottomRight" ? 0 : options.queryOffset,
    scale: options.scale,
    softcap: options.softcap ?? 0,
  },
});

/** Runs a case and throws unless its outputs agree with the reference and nothing else was written. */
export const checkCase = async (attention: AttentionCase, tuning: AttentionTuningChoice, execute: Execution): Promise<AttentionTensors> => {
  const tensors = makeInputs(attention);
  await execute(configurationOf(attention, tuning), callOf(attention, tensors));
  expectAttention("attention", tensors, attentionTruth(tensors, attention.options));
  const damaged = damagedPlace(tensors.output);
  if (damaged !== null) throw new Error(`output: storage outside the tensor was written, at element ${damaged}`);
  return tensors;
};

/** Whether tiles of f32 fit into shared memory; a tuning for 16 bits may ask for too much. */
const fits = (
  { dtype, headDim, valueDim }: { readonly dtype: FloatType; readonly headDim: number; readonly valueDim: number },
  tuning: Constants,
): boolean => {
  const [rows, keys, stages] = ["blockM", "blockN", "stages"].map((name) => Number(tuning[name])) as [number, number, number];
  return dtype !== "f32" || 4 * (rows * headDim + 2 * stages * keys * (headDim + valueDim)) <= 160 * 1024;
};
type Contract = { readonly kind: "plain"; readonly attention: AttentionCase } | { readonly kind: "cached"; readonly cached: CachedCase };
const isCached = (problem: Constants): boolean => problem["cached"] === true;
export const attentionSpec: Spec<Contract> = {
  name: "attentionForward",
  file: besideModule(import.meta.url, "kernel.ts"),
  tunings: [
    { blockM: 32, blockN: 32, stages: 2, warps: 2 },
    attentionTuning(128, 128),
    attentionTuning(192, 192),
    attentionTuning(256, 256),
    attentionTuning(64, 64, true, "f32"),
    attentionTuning(256, 256, true, "f32"),
  ].map((tuning) => ({ ...tuning })),
  cases: ({ tuning, problem, work }) => {
    const block = Math.min(Number(tuning["blockM"]), Number(tuning["blockN"]), 64);
    const choice = problem as AttentionProblemChoice | undefined;
    const dtypes = ["bf16", "f16", ...(block <= 32 ? (["f32"] as const) : [])] as const;
    const plain = attentionCase(block, work, choice, dtypes)
      .filter((attention) => fits(attention, tuning))
      .map((attention): Contract => ({ kind: "plain", attention }));
    const cached = cachedCase(choice)
      .filter((one) => fits(one, tuning))
      .map((one): Contract => ({ kind: "cached", cached: one }));
    if (problem) return isCached(problem) ? cached : plain;
    return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: cached });
  },
  check: async (one, tuning, execute) => {
    if (one.kind === "cached") await checkCached(one.cached, tuning, execute);
    else await checkCase(one.attention, tuning as unknown as AttentionTuningChoice, execute);
  },
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [attentionSpec, decodeSpec];
