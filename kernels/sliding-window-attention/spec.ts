// The contract of attentionForward, for every execution: how a random case becomes a call, and what its outputs must be. The budget: errors
// against the float64 reference at most `factor` times those of the same operator in the working precision; the reference rounds
// probabilities after dividing by the sum, the kernel before, which costs up to one more rounding.
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { besideModule, type Execution, type KernelCall, type KernelConfiguration } from "../../proptests/lib/spec.ts";
import { damagedPlace } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, makeInputs } from "./arbitraries.ts";
import { attentionReference, attentionWorkingPrecision } from "./reference.ts";

export interface AttentionTuningChoice { readonly blockM: number; readonly blockN: number; readonly stages: number; readonly warps: number }

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
  },
  tuning: { ...tuning },
});

export type AttentionTensors = ReturnType<typeof makeInputs>;
export const callOf = ({ options, sequences }: AttentionCase, { q, k, v, output, logSumExp, sinks, cuSeqlensQ, cuSeqlensK }: AttentionTensors): KernelCall => ({
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
  const reference = attentionReference(tensors, attention.options);
  const working = attentionWorkingPrecision(tensors, attention.options);
  expectAgrees("output", { actual: tensors.output.toNumbers(), reference: reference.output, working: working.output, dtype: attention.dtype, factor: 3 });
  expectAgrees("log-sum-exp", { actual: tensors.logSumExp.toNumbers(), reference: reference.logSumExp, working: working.logSumExp, dtype: "f32", factor: 8, magnitude: 1 });
  const damaged = damagedPlace(tensors.output);
  if (damaged !== null) throw new Error(`output: storage outside the tensor was written, at element ${damaged}`);
  return tensors;
};
