// The contract of entropies: they agree with their definitions, whatever part of the keys lies in the cache, and sums of a selection give the entropy
// of its shares.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { otherOrders, type SummationOrder } from "../../proptests/lib/summation.ts";
import { allocate, type FloatType, HostTensor, type Layout, layoutArbitrary, randomTensor } from "../../proptests/lib/tensors.ts";
import {
  type AttentionEntropyOperatorProblem,
  type AttentionEntropyOperatorTuning,
  attentionEntropy,
  attentionEntropyTuning,
  type SelectionOperatorTuning,
  selectionSums,
  selectionTuning,
} from "./operator.ts";
import {
  type AttentionRow,
  attentionEntropyRow,
  attentionEntropyRowF32,
  entropyOf,
  entropyOfSums,
  selectionSumsOf,
  shares,
  stepsOf,
} from "./reference.ts";

export interface AttentionEntropyCase {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly hasChunk: boolean;
  readonly seed: number;
  readonly batch: number;
  readonly tokens: number;
  readonly kvHeads: number;
  readonly group: number;
  readonly slots: number;
  /** Tokens that each sequence's cache has ever taken. */
  readonly past: readonly number[];
  readonly nearest: number;
  /** -1, or at most `slots` + 1: the cache holds all that the window lets a query see. */
  readonly window: number;
  /** Of queries: larger ones have fewer keys to choose from. */
  readonly sharpness: number;
  /** What keys beside these add to the log-sum-exp. */
  readonly others: number;
  readonly layout: Layout;
}
const attentionCase = (given: Partial<AttentionEntropyOperatorProblem>): fc.Arbitrary<AttentionEntropyCase> =>
  fc
    .record({
      dtype: given.dtype ? fc.constant(given.dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
      headDim: given.headDim ? fc.constant(given.headDim) : fc.constantFrom(16, 32, 64, 37),
      hasChunk: given.dtype ? fc.constant(given.hasChunk ?? true) : fc.boolean(),
      seed: fc.integer(),
      batch: fc.integer({ min: 1, max: 2 }),
      tokens: fc.constantFrom(1, 3, 17, 40),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      group: fc.integer({ min: 1, max: 2 }),
      slots: fc.constantFrom(1, 5, 16, 33, 50),
      past: fc.array(fc.constantFrom(0, 1, 4, 16, 33, 70), { minLength: 2, maxLength: 2 }),
      nearest: fc.constantFrom(0, 0, 3, 12),
      window: fc.constantFrom(-1, 1, 4, 16, 34),
      sharpness: fc.constantFrom(0, 1, 6),
      others: fc.constantFrom(0, 1.5),
      layout: layoutArbitrary(4),
    })
    .map((one) => ({ ...one, window: Math.min(one.window, one.slots + 1) }));

const checkAttention = async (one: AttentionEntropyCase, tuning: AttentionEntropyOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, headDim, hasChunk, batch, tokens, kvHeads, group, slots, past, nearest, window, layout } = one;
  const random = new Random(one.seed);
  const heads = kvHeads * group;
  const scale = Math.fround(1 / Math.sqrt(headDim));
  const q = randomTensor(random, dtype, [batch, tokens, heads, headDim], { layout, scale: one.sharpness });
  const k = randomTensor(random, dtype, [batch, tokens, kvHeads, headDim], { layout });
  // Slots that were never written hold what they like.
  const cachedK = randomTensor(random, dtype, [batch, slots, kvHeads, headDim], { layout });
  const logSumExp = allocate("f32", [batch, heads, tokens]);
  const cachedTokens = HostTensor.fromNumbers("i32", [batch], past.slice(0, batch));
  const vector = (tensor: HostTensor, ...index: number[]): number[] => Array.from({ length: headDim }, (_, d) => tensor.get([...index, d]));
  const rows: AttentionRow[] = [];
  for (let b = 0; b < batch; b += 1)
    for (let head = 0; head < heads; head += 1)
      for (let t = 0; t < tokens; t += 1) {
        const before = past[b]!;
        const kvHead = Math.floor(head / group);
        const position = before + t;
        const keys: number[][] = [];
        for (let p = Math.max(0, before - slots); p <= position; p += 1) {
          const distance = position - p;
          if (distance < nearest || (window >= 0 && distance >= window)) continue;
          if (p < before) keys.push(vector(cachedK, b, p % slots, kvHead));
          else if (hasChunk) keys.push(vector(k, b, p - before, kvHead));
        }
        const query = vector(q, b, t, head);
        const scores = keys.map((key) => scale * key.reduce((sum, value, d) => sum + value * query[d]!, 0));
        const top = Math.max(0, ...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
        logSumExp.set([b, head, t], keys.length > 0 ? top + Math.log(total) + one.others : Number.NEGATIVE_INFINITY);
        rows.push({ query, keys, scale, logSumExp: logSumExp.get([b, head, t]) });
      }
  const tensors = { q, ...(hasChunk && { k }), cachedK, cachedTokens, logSumExp };
  const plan = attentionEntropy({ dtype, headDim, hasChunk }, tuning);
  const { outputs } = await runPlan(plan, { tensors, scalars: { nearest, window, scale } }, execute, 1);
  expectAllWritten("entropy", outputs);
  const actual = outputs["entropy"]!.toNumbers();
  const working = (order: SummationOrder): number[] => rows.map((row) => attentionEntropyRowF32(row, order));
  expectAgrees("entropy", {
    actual,
    reference: rows.map(attentionEntropyRow),
    working: working("forward"),
    alternatives: () => otherOrders.map(working),
    dtype: "f32",
    // Products of f32 are sums of three tf32 products, as attention's.
    factor: dtype === "f32" ? 16 : 8,
    magnitude: 1,
  });
  for (const [n, { keys }] of rows.entries()) {
    const most = Math.log(Math.max(1, keys.length));
    if (one.others === 0 && !(actual[n]! >= -1e-5 && actual[n]! <= most + 1e-4))
      throw new Error(`row ${n}: the entropy of ${keys.length} keys is ${actual[n]}, not in 0 ... ${most}`);
    if (one.others === 0 && one.sharpness === 0 && !(Math.abs(actual[n]! - most) <= 1e-5 * (1 + most)))
      throw new Error(`row ${n}: the entropy of ${keys.length} equal keys is ${actual[n]}, not ${most}`);
  }
};
export const attentionEntropySpec: Spec<AttentionEntropyCase> = {
  name: "attentionEntropy",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [
    { blockM: 16, blockN: 16, stages: 1, warps: 1 },
    { blockM: 32, blockN: 16, stages: 2, warps: 2 },
    { ...attentionEntropyTuning("bf16", 64) },
    { ...attentionEntropyTuning("f32", 256) },
  ],
  cases: ({ problem }) => attentionCase((problem ?? {}) as Partial<AttentionEntropyOperatorProblem>),
  check: (one, tuning, execute) => checkAttention(one, tuning as unknown as AttentionEntropyOperatorTuning, execute),
};

export interface SelectionCase {
  readonly dtype: FloatType;
  readonly seed: number;
  readonly tokens: number;
  readonly channels: number;
  readonly scale: number;
  readonly layout: Layout;
}
const checkSelection = async (one: SelectionCase, tuning: SelectionOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, tokens, channels, scale, layout } = one;
  const random = new Random(one.seed);
  const delta = randomTensor(random, dtype, [tokens, channels], { layout, scale });
  const bias = randomTensor(random, "f32", [channels]);
  const { outputs } = await runPlan(selectionSums({ dtype }, tuning), { tensors: { delta, bias }, scalars: {} }, execute, 1);
  expectAllWritten("sums", outputs);
  const sums = outputs["sums"]!;
  const column = (c: number): number[] => Array.from({ length: tokens }, (_, t) => delta.get([t, c]));
  const each = <T>(make: (c: number) => T): T[] => Array.from({ length: channels }, (_, c) => make(c));
  const actual = each((c) => [sums.get([0, c]), sums.get([1, c])] as const);
  const evaluated = (scalar: (value: number) => number, order: SummationOrder) =>
    each((c) => selectionSumsOf(column(c), bias.get([c]), scalar, order));
  const reference = evaluated((value) => value, "forward");
  const working = (order: SummationOrder) => evaluated(Math.fround, order);
  const forward = working("forward");
  for (const [n, name] of ["sum of steps", "sum of steps times their logarithms"].entries())
    expectAgrees(name, {
      actual: actual.map((row) => row[n]!),
      reference: reference.map((row) => row[n]!),
      working: forward.map((row) => row[n]!),
      alternatives: () => otherOrders.map((order) => working(order).map((row) => row[n]!)),
      dtype: "f32",
      factor: 8,
      magnitude: 1,
    });
  for (const c of each((n) => n)) {
    const [found, expected] = [entropyOfSums(actual[c]!), entropyOf(shares(stepsOf(column(c), bias.get([c]))))];
    if (!(Math.abs(found - expected) <= 1e-5 * (1 + expected))) throw new Error(`channel ${c}: the entropy is ${found}, not ${expected}`);
  }
};
export const selectionSpec: Spec<SelectionCase> = {
  name: "selectionSums",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ blockC: 8, blockT: 16, warps: 1 }, { ...selectionTuning }],
  cases: ({ problem }) =>
    fc.record({
      dtype: problem ? fc.constant((problem as { dtype: FloatType }).dtype) : fc.constantFrom<FloatType>("bf16", "f16", "f32"),
      seed: fc.integer(),
      tokens: fc.constantFrom(1, 2, 15, 33, 100),
      channels: fc.constantFrom(1, 8, 31, 70),
      scale: fc.constantFrom(0, 1, 10),
      layout: layoutArbitrary(2),
    }),
  check: (one, tuning, execute) => checkSelection(one, tuning as unknown as SelectionOperatorTuning, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [attentionEntropySpec, selectionSpec] as readonly Spec[];
