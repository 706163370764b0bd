// The contract of linear attention token by token: outputs and states in place as defined, and tokens in one call as in several.
import fc from "fast-check";
import { expectAgrees, expectSameBits } from "../../proptests/lib/errors.ts";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import type { RecurrentProblem, RecurrentTuning } from "./recurrent.ts";
import { recurrentLinearAttention, recurrentTuning } from "./recurrent-operator.ts";
import { linearAttentionReference, linearAttentionWorkingPrecision } from "./reference.ts";

export interface RecurrentCase extends RecurrentProblem {
  readonly seed: number;
  readonly sequences: number;
  readonly tokens: number;
  readonly groups: number;
  readonly groupHeads: number;
  /** Tokens of the first of two calls. */
  readonly cut: number;
}
export const recurrentCase = (blockV: number, given?: Partial<RecurrentProblem>): fc.Arbitrary<RecurrentCase> =>
  fc
    .record({
      keyDim: fc.constantFrom(16, 24, 48),
      valueDim: fc.constantFrom(blockV, 2 * blockV),
      decay: fc.constantFrom("head", "channel"),
      seed: fc.integer(),
      sequences: fc.integer({ min: 1, max: 2 }),
      tokens: fc.integer({ min: 1, max: 9 }),
      groups: fc.integer({ min: 1, max: 2 }),
      groupHeads: fc.integer({ min: 1, max: 2 }),
      cut: fc.nat(9),
    })
    .map((one) => ({ ...one, ...given, cut: Math.min(one.cut, one.tokens) }));

const copyOf = (t: HostTensor): HostTensor => new HostTensor(t.dtype, t.shape, t.data.slice(), t.strides, t.offset);
const tokensOf = (t: HostTensor, first: number, count: number): HostTensor =>
  new HostTensor(t.dtype, t.shape.with(1, count), t.data, t.strides, t.offset + first * t.strides[1]!);

export const checkRecurrent = async (one: RecurrentCase, tuning: RecurrentTuning, execute: Execution): Promise<void> => {
  const { keyDim, valueDim, decay, sequences, tokens, groups, groupHeads, cut } = one;
  const heads = groups * groupHeads;
  const random = new Random(one.seed);
  const tensor = (...shape: number[]): HostTensor => randomTensor(random, "f32", shape);
  const q = tensor(sequences, tokens, groups, keyDim);
  const k = tensor(sequences, tokens, groups, keyDim);
  const v = tensor(sequences, tokens, heads, valueDim);
  const logDecay = decay === "head" ? tensor(heads) : tensor(sequences, tokens, heads, keyDim);
  for (let n = 0; n < logDecay.data.length; n++) logDecay.data[n] = -Math.abs(logDecay.data[n]!);
  const initialState = tensor(sequences, heads, keyDim, valueDim);
  const scale = 0.3;
  const plan = recurrentLinearAttention({ keyDim, valueDim, decay }, tuning);
  const runPart = async (states: HostTensor, first: number, count: number): Promise<HostTensor> => {
    const [partQ, partK, partV] = [q, k, v].map((t) => tokensOf(t, first, count)) as [HostTensor, HostTensor, HostTensor];
    const decays = decay === "head" ? { rate: logDecay } : { gates: tokensOf(logDecay, first, count) };
    const { outputs } = await runPlan(
      plan,
      { tensors: { q: partQ, k: partK, v: partV, ...decays, states }, scalars: { scale } },
      execute,
      1,
    );
    expectAllWritten("recurrentLinearAttention", outputs);
    return outputs["output"]!;
  };
  const states = copyOf(initialState);
  const output = await runPart(states, 0, tokens);
  const inputs = { q, k, v, logDecay, step: null, beta: null, skip: null, initialState, initialKeySum: null, cuSeqlens: null };
  const options = { decay, scale, normalise: false } as const;
  const [reference, working] = [linearAttentionReference(inputs, options), linearAttentionWorkingPrecision(inputs, options)];
  const compare = (name: "output" | "finalState", actual: HostTensor): void =>
    expectAgrees(name, { actual: actual.toNumbers(), reference: reference[name], working: working[name], dtype: "f32", factor: 8 });
  compare("output", output);
  compare("finalState", states);
  const parts = copyOf(initialState);
  const rest = [0, cut].map((first, n) => ({ first, count: n === 0 ? cut : tokens - cut })).filter(({ count }) => count > 0);
  for (const { first, count } of rest) expectSameBits("a part", await runPart(parts, first, count), tokensOf(output, first, count));
  expectSameBits("states of parts", parts, states);
};

export const recurrentSpec: Spec<RecurrentCase> = {
  name: "recurrentLinearAttention",
  file: besideModule(import.meta.url, "recurrent-operator.ts"),
  tunings: [{ blockV: 16, warps: 1 }, { ...recurrentTuning(128, 128) }, { ...recurrentTuning(256, 512) }],
  cases: ({ tuning, problem }) => recurrentCase(Number(tuning["blockV"]), problem as Partial<RecurrentProblem> | undefined),
  check: (one, tuning, execute) => checkRecurrent(one, tuning as unknown as RecurrentTuning, execute),
};
