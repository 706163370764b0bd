// The contract of the gated delta rule over whole sequences: how a random case becomes a call, and what its outputs must be. The budget is that of linear
// attention (budget.ts).
import fc from "fast-check";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { allocate, type FloatType, type HostTensor, setAll } from "../../proptests/lib/tensors.ts";
import { type LinearCase, linearCase, type LinearChoice, makeInputs } from "./arbitraries.ts";
import { evaluationsOf, expectBudget, type LinearOutputs } from "./budget.ts";
import { gatedDeltaRule, type GatedDeltaRuleProblem, type GatedDeltaRuleTuning, gatedDeltaRuleTuning } from "./delta-operator.ts";
import type { LinearAttentionInputs } from "./reference.ts";

export interface DeltaCase {
  /** Of decay "none" or "token", without normalisation and skip. */
  readonly linear: LinearCase;
  /** How much of every key is the same direction: 0 for none, 1 for keys that are all alike, where each token replaces the last one's value. */
  readonly likeness: number;
}
export const deltaCase = (choice: LinearChoice, problem?: Partial<GatedDeltaRuleProblem>): fc.Arbitrary<DeltaCase> =>
  fc.record({
    // Of log decays of -Infinity with keys that are all alike, 1 case of 150 had 2.1 times the working precision's error: see the README.
    linear: linearCase({ ...choice, decays: ["none", "token", "token"] }, { ...problem, normalise: false, hasSkip: false }).map(
      (linear) => ({
        ...linear,
        strength: Math.min(linear.strength, 50),
      }),
    ),
    likeness: fc.constantFrom(0, 0, 0.5, 0.9, 1),
  });

/** Keys have norm 1, in each group another direction that all share; rates are between 0 and 1, and sometimes either. */
export const makeDeltaInputs = ({ linear, likeness }: DeltaCase): LinearAttentionInputs => {
  const made = makeInputs(linear);
  const [batch, tokens, groups, keyDim] = made.k.shape as [number, number, number, number];
  const random = new Random(linear.seed + 2);
  const unit = (vector: readonly number[]): number[] => {
    const norm = Math.hypot(...vector);
    return vector.map((x) => x / norm);
  };
  const normals = (): number[] => unit(Array.from({ length: keyDim }, () => random.normal()));
  const directions = Array.from({ length: groups }, normals);
  const k = setAll(allocate(linear.dtype, made.k.shape, linear.layouts.k), () => 0);
  for (let b = 0; b < batch; b++)
    for (let token = 0; token < tokens; token++)
      for (let group = 0; group < groups; group++) {
        const own = normals();
        const key = unit(own.map((x, c) => (1 - likeness) * x + likeness * directions[group]![c]!));
        key.forEach((x, c) => k.set([b, token, group, c], x));
      }
  const rate = (): number => (random.uniform() < 0.1 ? Math.round(random.uniform()) : random.uniform());
  return { ...made, k, beta: setAll(allocate("f32", [batch, tokens, made.v.shape[2]!]), rate) };
};

export const runDelta = async (
  { linear }: DeltaCase,
  { q, k, v, beta, logDecay, initialState, cuSeqlens }: LinearAttentionInputs,
  tuning: GatedDeltaRuleTuning,
  execute: Execution,
): Promise<LinearOutputs> => {
  const { dtype, keyDim, valueDim, packed, hasInitialState, options, lengths } = linear;
  const problem: GatedDeltaRuleProblem = {
    ...{ dtype, keyDim, valueDim, packed, hasInitialState },
    decay: options.decay === "token" ? "token" : "none",
  };
  const tensors: Record<string, HostTensor | null> = { q, k, v, beta, logDecay, initialState, cuSeqlens };
  const given = Object.fromEntries(Object.entries(tensors).filter(([, tensor]) => tensor !== null));
  const scalars = { scale: options.scale, ...(packed && { maxTokens: Math.max(...lengths) }) };
  return (await runPlan(gatedDeltaRule(problem, tuning), { tensors: given, scalars }, execute, linear.multiprocessors)).outputs;
};

/** Runs a case and throws unless it agrees with the reference. */
export const checkDelta = async (one: DeltaCase, tuning: GatedDeltaRuleTuning, execute: Execution): Promise<void> => {
  const inputs = makeDeltaInputs(one);
  expectBudget("", await runDelta(one, inputs, tuning, execute), one.linear.dtype, evaluationsOf(inputs, one.linear.options));
};

/** Short chunks, so that short sequences have many. */
export const smallDeltaTuning: GatedDeltaRuleTuning = {
  ...{ chunk: 32, blockV: 32, stages: 2, warps: 2, fewV: 16, fewStages: 3, prepareWarps: 2 },
};

export const deltaSpec: Spec<DeltaCase> = {
  name: "gatedDeltaRule",
  file: besideModule(import.meta.url, "delta-operator.ts"),
  tunings: [{ ...smallDeltaTuning }, { ...gatedDeltaRuleTuning(128, 128) }, { ...gatedDeltaRuleTuning(256, 256) }],
  cases: ({ tuning, problem, work }) => {
    const { chunk, blockV } = tuning as unknown as GatedDeltaRuleTuning;
    const keyDims = chunk === 16 ? [256, 48, 192] : [64, 48, 128];
    const dims = keyDims.flatMap((keyDim) => [blockV, 2 * blockV].map((valueDim) => [keyDim, valueDim] as const));
    // The tiles that are shipped for 16 bits do not fit with 32.
    const dtypes: readonly FloatType[] = chunk === 64 ? ["bf16", "bf16", "f16"] : ["bf16", "bf16", "f16", "f32"];
    return deltaCase({ chunk, limit: work, dims, dtypes }, problem as Partial<GatedDeltaRuleProblem> | undefined);
  },
  check: (one, tuning, execute) => checkDelta(one, tuning as unknown as GatedDeltaRuleTuning, execute),
};
