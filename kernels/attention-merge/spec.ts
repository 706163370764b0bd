// The contract of joined attention: the softmax over both sets of keys, whichever of them is empty, and no NaN where both are.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type FloatType, type HostTensor, randomTensor, roundTo } from "../../proptests/lib/tensors.ts";
import { type MergeOperatorProblem, mergeAttention } from "./operator.ts";
import { type AttentionPart, mergeReference, mergeWorkingPrecision } from "./reference.ts";

export interface MergeCase {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly seed: number;
  readonly shape: readonly [batch: number, tokens: number, heads: number];
  /** Of each head of each token: which parts saw keys, and by how much the second's log-sum-exp is the larger one. */
  readonly kinds: readonly { readonly sees: "both" | "first" | "second" | "none"; readonly lead: number }[];
}
const mergeCase = (given?: Partial<MergeOperatorProblem>): fc.Arbitrary<MergeCase> =>
  fc.record({
    dtype: given?.dtype ? fc.constant(given.dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
    headDim: given?.headDim ? fc.constant(given.headDim) : fc.constantFrom(8, 48, 128),
    seed: fc.integer(),
    shape: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    kinds: fc.array(
      fc.record({
        sees: fc.constantFrom("both", "both", "first", "second", "none"),
        lead: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-200, 200)),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  });

const checkMerge = async (one: MergeCase, tuning: { readonly warps: number }, execute: Execution): Promise<void> => {
  const { dtype, headDim, shape, kinds } = one;
  const [batches, tokens, heads] = shape;
  const random = new Random(one.seed);
  const [output, other] = [0, 1].map(() => randomTensor(random, dtype, [...shape, headDim])) as [HostTensor, HostTensor];
  const [logSumExp, otherLogSumExp] = [0, 1].map(() => randomTensor(random, "f32", [batches, heads, tokens])) as [HostTensor, HostTensor];
  const rows = Array.from({ length: batches * tokens * heads }, (_, n) => ({
    token: [Math.floor(n / heads / tokens), Math.floor(n / heads) % tokens, n % heads] as const,
    ...kinds[n % kinds.length]!,
  }));
  const dims = Array.from({ length: headDim }, (_, d) => d);
  const parts = rows.map(({ token: [batch, token, head], sees, lead }): [AttentionPart, AttentionPart] => {
    const part = (values: HostTensor, sums: HostTensor, seen: boolean, more: number): AttentionPart => {
      const place = [batch, head, token];
      sums.set(place, seen ? sums.get(place) + more : -Infinity);
      if (!seen) for (const d of dims) values.set([batch, token, head, d], 0);
      return { output: dims.map((d) => values.get([batch, token, head, d])), logSumExp: sums.get(place) };
    };
    const first = part(output, logSumExp, sees === "both" || sees === "first", 0);
    return [first, part(other, otherLogSumExp, sees === "both" || sees === "second", lead)];
  });
  await runPlan(
    mergeAttention({ dtype, headDim }, tuning),
    { tensors: { output, logSumExp, other, otherLogSumExp }, scalars: {} },
    execute,
    1,
  );
  rows.forEach(({ token: [batch, token, head] }, n) => {
    const [reference, working] = [mergeReference(...parts[n]!), mergeWorkingPrecision(...parts[n]!)];
    expectAgrees("mergeAttention: output", {
      actual: dims.map((d) => output.get([batch, token, head, d])),
      reference: Array.from(reference.output),
      working: Array.from(working.output, (value) => roundTo(dtype, value)),
      dtype,
      factor: dtype === "f32" ? 8 : 2,
    });
    const actual = logSumExp.get([batch, head, token]);
    if (
      reference.logSumExp === -Infinity
        ? actual !== -Infinity
        : !(Math.abs(actual - reference.logSumExp) <= 1e-6 * (1 + Math.abs(reference.logSumExp)))
    )
      throw new Error(`mergeAttention: log-sum-exp of [${[batch, head, token]}] is ${actual}, not ${reference.logSumExp}`);
  });
};

export const mergeSpec: Spec<MergeCase> = {
  name: "mergeAttention",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ warps: 1 }, { warps: 4 }],
  cases: ({ problem }) => mergeCase(problem as Partial<MergeOperatorProblem> | undefined),
  check: (one, tuning, execute) => checkMerge(one, tuning as unknown as { readonly warps: number }, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [mergeSpec];
