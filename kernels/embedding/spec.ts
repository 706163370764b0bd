// The contract of the embedding: its rows are those of the weight, bit for bit, and rows of tokens that do not exist are 0.
import fc from "fast-check";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor } from "../../proptests/lib/tensors.ts";
import { type EmbeddingOperatorProblem, type EmbeddingOperatorTuning, embedding, embeddingTuning } from "./operator.ts";
import { embeddingReference } from "./reference.ts";

export interface EmbeddingCase {
  readonly dtype: FloatType;
  readonly seed: number;
  readonly vocabulary: number;
  readonly width: number;
  readonly tokens: readonly number[];
  readonly layout: Layout;
}
const embeddingCase = (given?: Partial<EmbeddingOperatorProblem>): fc.Arbitrary<EmbeddingCase> =>
  fc.record({
    dtype: given?.dtype ? fc.constant(given.dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
    seed: fc.integer(),
    vocabulary: fc.integer({ min: 1, max: 9 }),
    width: fc.constantFrom(1, 8, 31, 64, 200),
    tokens: fc.array(fc.integer({ min: -2, max: 10 }), { minLength: 1, maxLength: 6 }),
    layout: layoutArbitrary(2),
  });

const checkEmbedding = async (one: EmbeddingCase, tuning: EmbeddingOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, seed, vocabulary, width, layout } = one;
  const weight = randomTensor(new Random(seed), dtype, [vocabulary, width], { layout });
  const tokens = HostTensor.fromNumbers("i32", [one.tokens.length], one.tokens);
  const { outputs } = await runPlan(embedding({ dtype }, tuning), { tensors: { tokens, weight }, scalars: {} }, execute, 1);
  expectAllWritten("embedding", outputs);
  const [actual, expected] = [outputs["y"]!.toNumbers(), embeddingReference({ tokens, weight })];
  const place = expected.findIndex((value, n) => actual[n] !== value);
  if (place >= 0) throw new Error(`embedding: element ${place} is ${actual[place]}, not ${expected[place]}`);
};

export const embeddingSpec: Spec<EmbeddingCase> = {
  name: "embedding",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ blockN: 32, warps: 1 }, { ...embeddingTuning }],
  cases: ({ problem }) => embeddingCase(problem as Partial<EmbeddingOperatorProblem> | undefined),
  check: (one, tuning, execute) => checkEmbedding(one, tuning as unknown as EmbeddingOperatorTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [embeddingSpec];
