// The families of kernels that a language model is made of beside attention and scans: their specs, and the plans that are shipped. Suites loop
// over both.
import type { OperatorPlan } from "../codegen/ir/plan.ts";
import { logSigmoid, swiglu } from "../kernels/activation/operator.ts";
import { specs as activation } from "../kernels/activation/spec.ts";
import { embedding } from "../kernels/embedding/operator.ts";
import { specs as embeddings } from "../kernels/embedding/spec.ts";
import { attentionEntropy, selectionSums } from "../kernels/entropy/operator.ts";
import { specs as entropies } from "../kernels/entropy/spec.ts";
import { mergeAttentions } from "../kernels/merge/operator.ts";
import { specs as merges } from "../kernels/merge/spec.ts";
import { gatedRmsNorm, rmsNorm } from "../kernels/norm/operator.ts";
import { specs as norms } from "../kernels/norm/spec.ts";
import { projection, swigluProjection } from "../kernels/projection/operator.ts";
import { specs as projections } from "../kernels/projection/spec.ts";
import { cacheAppend, rotary, rotaryAppend, rotaryTurn } from "../kernels/rotary/operator.ts";
import { specs as rotaries } from "../kernels/rotary/spec.ts";
import { argmax, sampling } from "../kernels/sampling/operator.ts";
import { specs as choices } from "../kernels/sampling/spec.ts";
import { advanceLengths } from "../kernels/sequence-lengths/operator.ts";
import { specs as lengths } from "../kernels/sequence-lengths/spec.ts";
import type { Spec } from "./lib/spec.ts";

export const familySpecs: readonly Spec[] = [
  ...activation,
  ...embeddings,
  ...entropies,
  ...merges,
  ...norms,
  ...projections,
  ...(rotaries as readonly Spec[]),
  ...(choices as readonly Spec[]),
  ...lengths,
];

/** Configurations of the sizes that models have. */
const vocabularies = [256, 32064, 128256].flatMap((vocabulary) => [argmax({ vocabulary }), sampling({ vocabulary })]);
export const shippedPlans: readonly OperatorPlan[] = (["bf16", "f32"] as const)
  .flatMap((dtype): OperatorPlan[] => [
    embedding({ dtype }),
    swiglu({ dtype, packed: true }),
    logSigmoid({ dtype }),
    rmsNorm({ dtype, width: 2304, hasAddend: true }),
    rmsNorm({ dtype, width: 8192 }),
    gatedRmsNorm({ dtype, width: 384 }),
    projection({ dtype, hasBias: true }),
    rotary({ dtype, headDim: 128, heads: 12, kvHeads: 4 }),
    rotary({ dtype, headDim: 128, rotaryDim: 32, heads: 12, groupSize: 8 }),
    rotaryAppend({ dtype, headDim: 128, heads: 12 }),
    rotaryTurn({ dtype, headDim: 256 }),
    mergeAttentions({ dtype, headDim: 256 }),
    cacheAppend({ dtype, headDim: 256 }),
    projection({ dtype, addsTo: true }),
    swigluProjection({ dtype }),
    attentionEntropy({ dtype, headDim: 128 }),
    attentionEntropy({ dtype, headDim: 256, hasChunk: false }),
    selectionSums({ dtype }),
  ])
  .concat(vocabularies)
  .concat(advanceLengths());
