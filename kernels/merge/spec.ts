// The contract of the merge: it agrees with its definition, and a part without keys changes nothing, whatever it holds.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type FloatType, type Layout, layoutArbitrary, randomTensor } from "../../proptests/lib/tensors.ts";
import { type MergeOperatorProblem, type MergeOperatorTuning, mergeAttentions, mergeTuning } from "./operator.ts";
import { mergedRow } from "./reference.ts";

export interface MergeCase {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly seed: number;
  readonly batch: number;
  readonly tokens: number;
  readonly heads: number;
  readonly layout: Layout;
}
const mergeCase = (given: MergeOperatorProblem | undefined): fc.Arbitrary<MergeCase> =>
  fc.record({
    dtype: given ? fc.constant(given.dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
    headDim: given ? fc.constant(given.headDim) : fc.constantFrom(8, 32, 64, 96),
    seed: fc.integer(),
    batch: fc.integer({ min: 1, max: 2 }),
    tokens: fc.integer({ min: 1, max: 11 }),
    heads: fc.integer({ min: 1, max: 3 }),
    layout: layoutArbitrary(4),
  });

const check = async (one: MergeCase, tuning: MergeOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, headDim, batch, tokens, heads, layout } = one;
  const random = new Random(one.seed);
  const part = () => {
    const output = randomTensor(random, dtype, [batch, tokens, heads, headDim], { layout });
    const logSumExp = randomTensor(random, "f32", [batch, heads, tokens], { scale: 5 });
    for (let b = 0; b < batch; b += 1)
      for (let h = 0; h < heads; h += 1)
        for (let t = 0; t < tokens; t += 1)
          if (random.uniform() < 0.2) {
            logSumExp.set([b, h, t], Number.NEGATIVE_INFINITY);
            output.set([b, t, h, 0], Number.NaN);
          }
    return { output, logSumExp };
  };
  const [first, second] = [part(), part()];
  const tensors = {
    ...{ first: first.output, firstLogSumExp: first.logSumExp },
    ...{ second: second.output, secondLogSumExp: second.logSumExp },
  };
  const { outputs } = await runPlan(mergeAttentions({ dtype, headDim }, tuning), { tensors, scalars: {} }, execute, 1);
  expectAllWritten("merge", outputs);
  const actual: { readonly output: number[]; readonly logSumExp: number[] } = { output: [], logSumExp: [] };
  const truth = { output: [] as number[], logSumExp: [] as number[] };
  const working = { output: [] as number[], logSumExp: [] as number[] };
  for (let b = 0; b < batch; b += 1)
    for (let h = 0; h < heads; h += 1)
      for (let t = 0; t < tokens; t += 1) {
        const head = (tensor: typeof first.output): number[] => Array.from({ length: headDim }, (_, d) => tensor.get([b, t, h, d]));
        const row = {
          ...{ first: head(first.output), second: head(second.output) },
          firstLogSumExp: first.logSumExp.get([b, h, t]),
          secondLogSumExp: second.logSumExp.get([b, h, t]),
        };
        actual.output.push(...head(outputs["output"]!));
        actual.logSumExp.push(outputs["logSumExp"]!.get([b, h, t]));
        for (const [into, type] of [
          [truth, null],
          [working, dtype],
        ] as const) {
          const merged = mergedRow(row, type);
          into.output.push(...merged.output);
          into.logSumExp.push(merged.logSumExp);
        }
      }
  const factor = dtype === "f32" ? 16 : 2;
  expectAgrees("output", { actual: actual.output, reference: truth.output, working: working.output, dtype, factor });
  expectAgrees("logSumExp", {
    actual: actual.logSumExp,
    reference: truth.logSumExp,
    working: working.logSumExp,
    dtype: "f32",
    factor: 8,
    magnitude: 1,
  });
};

export const mergeSpec: Spec<MergeCase> = {
  name: "mergeAttentions",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ blockT: 4, warps: 1 }, { ...mergeTuning }],
  cases: ({ problem }) => mergeCase(problem as MergeOperatorProblem | undefined),
  check: (one, tuning, execute) => check(one, tuning as unknown as MergeOperatorTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [mergeSpec];
