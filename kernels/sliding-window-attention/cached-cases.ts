// Chunked prefill: random chunks of queries over a ring-buffer cache of what came before, which must equal one pass over past and chunk
// together, on every execution.
import fc from "fast-check";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Constants, type Execution } from "../../proptests/lib/spec.ts";
import { allocate, type FloatType, HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import type { AttentionProblemChoice } from "./arbitraries.ts";
import { attentionTruth, expectAttention } from "./budget.ts";

export interface CachedCase {
  readonly seed: number;
  readonly dtype: FloatType;
  readonly past: number;
  readonly chunk: number;
  readonly window: number;
  /** Slots beyond what the window needs. */
  readonly spare: number;
  readonly headDim: number;
  readonly valueDim: number;
  readonly group: number;
  readonly softcap: number | null;
  readonly hasSinks: boolean;
}
/** Of one problem, if it is given. */
export const cachedCase = (problem?: AttentionProblemChoice): fc.Arbitrary<CachedCase> =>
  fc.record({
    seed: fc.integer(),
    dtype: problem ? fc.constant(problem.dtype) : fc.constantFrom("bf16", "f16", "f32"),
    past: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 150 })),
    chunk: fc.integer({ min: 1, max: 70 }),
    window: fc.integer({ min: 1, max: 80 }),
    spare: fc.constantFrom(0, 1, 13),
    headDim: problem ? fc.constant(problem.headDim) : fc.constantFrom(64, 96, 128, 37),
    valueDim: problem ? fc.constant(problem.valueDim) : fc.constantFrom(64, 96, 128, 20),
    group: fc.constantFrom(1, 3),
    softcap: problem ? fc.constant(problem.hasSoftcap ? 5 : null) : fc.constantFrom(null, 5),
    hasSinks: problem ? fc.constant(problem.hasSinks) : fc.boolean(),
  });

/** Rows [from, from + count) of axis 1. */
const rows = (tensor: HostTensor, from: number, count: number): HostTensor => {
  const [batch, , heads, dim] = tensor.shape as [number, number, number, number];
  return new HostTensor(tensor.dtype, [batch, count, heads, dim], tensor.data, tensor.strides, tensor.offset + from * tensor.strides[1]!);
};

export const checkCached = async (
  { seed, dtype, past, chunk, window, spare, headDim, valueDim, group, softcap, hasSinks }: CachedCase,
  tuning: Constants,
  execute: Execution,
): Promise<void> => {
  const random = new Random(seed);
  const total = past + chunk;
  const heads = 2 * group;
  const q = randomTensor(random, dtype, [1, total, heads, headDim]);
  const k = randomTensor(random, dtype, [1, total, 2, headDim]);
  const v = randomTensor(random, dtype, [1, total, 2, valueDim]);
  const sinks = hasSinks ? randomTensor(random, "f32", [heads]) : null;
  const capacity = window + spare;
  const ring = (source: HostTensor): HostTensor => {
    const dim = source.shape[3]!;
    const cache = allocate(dtype, [1, capacity, 2, dim]);
    for (let t = Math.max(0, past - capacity); t < past; t++)
      for (let h = 0; h < 2; h++) for (let d = 0; d < dim; d++) cache.set([0, t % capacity, h, d], source.get([0, t, h, d]));
    return cache;
  };
  const output = allocate(dtype, [1, chunk, heads, valueDim]);
  const logSumExp = allocate("f32", [1, heads, chunk]);
  const options = { window: { left: window - 1, right: 0 }, queryOffset: past, scale: headDim ** -0.5, softcap };
  await execute(
    {
      file: besideModule(import.meta.url, "kernel.ts"),
      kernel: "attentionForward",
      problem: {
        dtype,
        headDim,
        valueDim,
        hasSoftcap: softcap !== null,
        hasSinks,
        packed: false,
        bottomRight: false,
        cached: true,
        precision: dtype === "f32" ? "3xtf32" : "ieee",
      },
      tuning,
    },
    {
      tensors: {
        q: rows(q, past, chunk),
        k: rows(k, past, chunk),
        v: rows(v, past, chunk),
        output,
        logSumExp,
        sinks,
        cachedK: ring(k),
        cachedV: ring(v),
        cachedTokens: HostTensor.fromNumbers("i32", [1], [past]),
      },
      scalars: { maxQueries: 0, left: window - 1, right: 0, queryOffset: 0, scale: options.scale, softcap: softcap ?? 0 },
    },
  );
  const inputs = { q: rows(q, past, chunk), k, v, sinks, cuSeqlensQ: null, cuSeqlensK: null };
  expectAttention("cached prefill", { output, logSumExp }, attentionTruth(inputs, options));
};
