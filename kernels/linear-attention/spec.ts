// The contract of linear attention, for every execution: how a random case becomes a call of the operator, and what its outputs must be (budget.ts).
import { type OperatorCall, runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type LinearCase, linearCase, makeInputs, problemOf } from "./arbitraries.ts";
import { evaluationsOf, expectBudget, type LinearOutputs } from "./budget.ts";
import { deltaSpec } from "./delta-spec.ts";
import { linearAttention, type LinearAttentionProblem, type LinearAttentionTuning, linearAttentionTuning } from "./operator.ts";
import type { LinearAttentionInputs } from "./reference.ts";
import { recurrentSpec } from "./recurrent-spec.ts";
import { stepSpec } from "./step-spec.ts";

/** Where the operator takes what the decay reads. */
const decayTensors = ({ options: { decay } }: LinearCase, { logDecay, step }: LinearAttentionInputs): OperatorCall["tensors"] => {
  switch (decay) {
    case "none":
      return {};
    case "head":
      return { rate: logDecay };
    case "token":
      return { logDecay };
    case "channel":
      return { gates: logDecay };
    case "step":
      return { rate: logDecay, step };
    default:
      return decay satisfies never;
  }
};
export const callOf = (one: LinearCase, inputs: LinearAttentionInputs): OperatorCall => {
  const { q, k, v, skip, initialState, initialKeySum, cuSeqlens } = inputs;
  const optional = Object.entries({ skip, initialState, initialKeySum, cuSeqlens }).filter(([, tensor]) => tensor !== null);
  return {
    tensors: { q, k, v, ...decayTensors(one, inputs), ...Object.fromEntries(optional) },
    scalars: {
      ...(one.options.normalise ? {} : { scale: one.options.scale }),
      ...(one.packed && { maxTokens: Math.max(...one.lengths) }),
    },
  };
};

export const runCase = (
  one: LinearCase,
  inputs: LinearAttentionInputs,
  tuning: LinearAttentionTuning,
  execute: Execution,
): Promise<{ readonly variant: string; readonly outputs: LinearOutputs }> =>
  runPlan(linearAttention(problemOf(one), tuning), callOf(one, inputs), execute, one.multiprocessors);

/** Runs a case and throws unless it agrees with the reference; tells which variant ran. */
export const checkCase = async (one: LinearCase, tuning: LinearAttentionTuning, execute: Execution): Promise<string> => {
  const inputs = makeInputs(one);
  const { variant, outputs } = await runCase(one, inputs, tuning, execute);
  expectBudget("", outputs, one.dtype, evaluationsOf(inputs, one.options));
  return variant;
};

/** Short chunks and segments, so that short sequences have many. */
export const smallTuning: LinearAttentionTuning = {
  ...{ chunk: 32, blockV: 32, stages: 2, warps: 2 },
  ...{ gateBlock: 16, gateStages: 1, blocksEach: 1, chunksEach: 1 },
};
export const linearAttentionSpec: Spec<LinearCase> = {
  name: "linearAttention",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [
    { ...smallTuning },
    { ...linearAttentionTuning(128, 128, "token") },
    { ...linearAttentionTuning(192, 384, "channel") },
    { ...linearAttentionTuning(256, 512, "head") },
    { ...linearAttentionTuning(512, 512, "head") },
  ],
  cases: ({ tuning, problem, work }) => {
    const { chunk, blockV } = tuning as unknown as LinearAttentionTuning;
    const values = [blockV, blockV, 2 * blockV];
    const dims = [64, 48, 128, 192].flatMap((keyDim) => values.map((valueDim) => [keyDim, valueDim] as const));
    // The tiles that are shipped for 16 bits do not fit with 32.
    const dtypes = chunk === smallTuning.chunk ? undefined : (["bf16", "bf16", "f16"] as const);
    return linearCase({ chunk, limit: work, dims, ...(dtypes && { dtypes }) }, problem as Partial<LinearAttentionProblem> | undefined);
  },
  check: async (one, tuning: Constants, execute) => void (await checkCase(one, tuning as unknown as LinearAttentionTuning, execute)),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [linearAttentionSpec, stepSpec, recurrentSpec, deltaSpec];
