// Chunked prefill: a chunk of queries over a ring-buffer cache of what came before, which must equal one pass over past and chunk together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Execution } from "../../proptests/lib/spec.ts";
import { allocate, type FloatType, HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { attentionReference, attentionWorkingPrecision } from "./reference.ts";

interface CachedCase {
  readonly seed: number;
  readonly dtype: FloatType;
  readonly past: number;
  readonly chunk: number;
  readonly window: number;
  /** Slots beyond what the window needs. */
  readonly spare: number;
  readonly headDim: number;
  readonly group: number;
  readonly softcap: number | null;
  readonly hasSinks: boolean;
}
const cachedCase: fc.Arbitrary<CachedCase> = fc.record({
  seed: fc.integer(),
  dtype: fc.constantFrom("bf16", "f16"),
  past: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 150 })),
  chunk: fc.integer({ min: 1, max: 70 }),
  window: fc.integer({ min: 1, max: 80 }),
  spare: fc.constantFrom(0, 1, 13),
  headDim: fc.constantFrom(64, 96, 128),
  group: fc.constantFrom(1, 3),
  softcap: fc.constantFrom(null, 5),
  hasSinks: fc.boolean(),
});

/** Rows [from, from + count) of axis 1. */
const rows = (tensor: HostTensor, from: number, count: number): HostTensor => {
  const [batch, , heads, dim] = tensor.shape as [number, number, number, number];
  return new HostTensor(tensor.dtype, [batch, count, heads, dim], tensor.data, tensor.strides, tensor.offset + from * tensor.strides[1]!);
};

const check = async ({ seed, dtype, past, chunk, window, spare, headDim, group, softcap, hasSinks }: CachedCase, execute: Execution): Promise<void> => {
  const random = new Random(seed);
  const total = past + chunk;
  const heads = 2 * group;
  const q = randomTensor(random, dtype, [1, total, heads, headDim]);
  const k = randomTensor(random, dtype, [1, total, 2, headDim]);
  const v = randomTensor(random, dtype, [1, total, 2, headDim]);
  const sinks = hasSinks ? randomTensor(random, "f32", [heads]) : null;
  const capacity = window + spare;
  const ring = (source: HostTensor): HostTensor => {
    const cache = allocate(dtype, [1, capacity, 2, headDim]);
    for (let t = Math.max(0, past - capacity); t < past; t++)
      for (let h = 0; h < 2; h++) for (let d = 0; d < headDim; d++) cache.set([0, t % capacity, h, d], source.get([0, t, h, d]));
    return cache;
  };
  const output = allocate(dtype, [1, chunk, heads, headDim]);
  const logSumExp = allocate("f32", [1, heads, chunk]);
  const options = { window: { left: window - 1, right: 0 }, queryOffset: past, scale: headDim ** -0.5, softcap };
  await execute(
    {
      file: besideModule(import.meta.url, "kernel.ts"),
      kernel: "attentionForward",
      problem: { dtype, headDim, valueDim: headDim, hasSoftcap: softcap !== null, hasSinks, packed: false, bottomRight: false, cached: true },
      tuning: { blockM: 32, blockN: 32, stages: 2, warps: 2 },
    },
    {
      tensors: {
        q: rows(q, past, chunk), k: rows(k, past, chunk), v: rows(v, past, chunk), output, logSumExp, sinks,
        cachedK: ring(k), cachedV: ring(v), cachedTokens: HostTensor.fromNumbers("i32", [1], [past]),
      },
      scalars: { maxQueries: 0, left: window - 1, right: 0, queryOffset: 0, scale: options.scale, softcap: softcap ?? 0 },
    },
  );
  const inputs = { q: rows(q, past, chunk), k, v, sinks, cuSeqlensQ: null, cuSeqlensK: null };
  const reference = attentionReference(inputs, options);
  const working = attentionWorkingPrecision(inputs, options);
  expectAgrees("output", { actual: output.toNumbers(), reference: reference.output, working: working.output, dtype, factor: 3 });
  expectAgrees("log-sum-exp", { actual: logSumExp.toNumbers(), reference: reference.logSumExp, working: working.logSumExp, dtype: "f32", factor: 8, magnitude: 1 });
};

describe("attentionForward over a ring-buffer cache equals one pass", () => {
  const runs = async (execute: Execution, numRuns: number): Promise<number> => {
    let count = 0;
    await fc.assert(fc.asyncProperty(cachedCase, async (one) => {
      await check(one, execute);
      count += 1;
    }), { numRuns, seed: 3 });
    return count;
  };
  test("on the CPU back end", async () => {
    expect(await runs(runOnCpu, 40)).toBe(40);
  });
  test("on the simulator", async () => {
    expect(await runs((configuration, call) => void runOnSimulator(configuration, call, { seed: 1, target: "sm_80" }), 25)).toBe(25);
  });
});
