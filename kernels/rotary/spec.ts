// The contract of rotary positions: heads are turned as defined at positions near 0 and near 10^9, the rest moves bit for bit, and a cache
// holds in each slot the newest token that belongs there and what it held before everywhere else.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { type FloatType, HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import { rotaryFrequencies } from "./frequencies.ts";
import {
  type CacheAppendTuning,
  cacheAppend,
  type RotaryAppendTuning,
  type RotaryOperatorTuning,
  rotary,
  rotaryAppend,
  rotaryTuning,
  rotaryTurn,
} from "./operator.ts";
import { turned } from "./reference.ts";

interface RotaryCase {
  readonly dtype: FloatType;
  readonly headDim: number;
  readonly rotaryDim: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly groupSize: number;
  readonly seed: number;
  readonly tokens: number;
  /** Of each batch. */
  readonly lengths: readonly number[];
  readonly back: number;
  readonly queryShift: number;
  readonly slots: number;
}
const caseOf = (problem: Constants | undefined): fc.Arbitrary<RotaryCase> =>
  fc
    .record({
      dtype: fc.constantFrom<FloatType>("bf16", "f16", "f32"),
      dims: fc.constantFrom([8, 8], [16, 4], [16, 0], [20, 10], [64, 64], [64, 16], [24, 24]),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      queries: fc.integer({ min: 1, max: 3 }),
      groupSize: fc.constantFrom(1, 1, 4),
      seed: fc.integer(),
      tokens: fc.integer({ min: 1, max: 11 }),
      lengths: fc.array(fc.oneof(fc.nat(40), fc.constantFrom(100_003, 1_000_000_007)), { minLength: 1, maxLength: 2 }),
      back: fc.nat(3),
      queryShift: fc.nat(20),
      slots: fc.integer({ min: 1, max: 13 }),
    })
    .map(({ dims, queries, ...one }) => {
      const drawn = { ...one, headDim: dims[0]!, rotaryDim: dims[1]!, heads: queries * one.kvHeads };
      const given = { ...drawn, ...problem };
      return { ...given, lengths: given.lengths.map((length) => Math.max(length, given.back)) };
    });

/** Rows of headDim numbers that are compared as one. */
interface Rows {
  readonly actual: number[];
  readonly reference: number[];
  readonly working: number[];
}
const compare = (what: string, { actual, reference, working }: Rows, dtype: FloatType): void =>
  expectAgrees(what, { actual, reference, working, dtype, factor: dtype === "f32" ? 8 : 2 });
const copyOf = (t: HostTensor): HostTensor => new HostTensor(t.dtype, t.shape, t.data.slice(), t.strides, t.offset);
const rowsOf = (values: ArrayLike<number>, size: number): number[][] =>
  Array.from({ length: values.length / size }, (_, n) => Array.from({ length: size }, (_, k) => values[n * size + k]!));

/** What a call must give: each of the packed heads, turned where it is a query or a key. */
const expected = (one: RotaryCase, qkv: HostTensor, frequencies: HostTensor | null, dtype: FloatType | null) => {
  const { headDim, heads, kvHeads, tokens, groupSize, queryShift, back } = one;
  const perGroup = heads / kvHeads + 2;
  const packed = rowsOf(qkv.toNumbers(), headDim);
  const head = (batch: number, token: number, part: number): number[] => {
    const row = packed[(batch * tokens + token) * kvHeads * perGroup + part]!;
    const member = part % perGroup;
    const position = one.lengths[batch]! - back + token;
    if (member === perGroup - 1 || !frequencies) return row;
    const grouped = groupSize === 1 ? position : Math.floor(position / groupSize) + (member < perGroup - 2 ? queryShift : 0);
    return turned(row, grouped, frequencies, dtype);
  };
  return {
    q: (batch: number, token: number, n: number) => head(batch, token, Math.floor(n / (perGroup - 2)) * perGroup + (n % (perGroup - 2))),
    k: (batch: number, token: number, n: number) => head(batch, token, n * perGroup + perGroup - 2),
    v: (batch: number, token: number, n: number) => head(batch, token, n * perGroup + perGroup - 1),
  };
};
const makeInputs = (one: RotaryCase) => {
  const { dtype, headDim, rotaryDim, heads, kvHeads, lengths, tokens } = one;
  const qkv = randomTensor(new Random(one.seed), dtype, [lengths.length, tokens, (heads + 2 * kvHeads) * headDim]);
  const frequencies = rotaryDim > 0 ? rotaryFrequencies(rotaryDim) : null;
  const tensors = { qkv, lengths: HostTensor.fromNumbers("i32", [lengths.length], lengths), ...(frequencies && { frequencies }) };
  const scalars: Record<string, number> = { back: one.back, ...(one.groupSize > 1 && { queryShift: one.queryShift }) };
  const { groupSize } = one;
  return { problem: { dtype, headDim, rotaryDim, heads, kvHeads, groupSize }, qkv, frequencies, tensors, scalars };
};
/** All of one output against what a call must give. */
const checkHeads = (one: RotaryCase, name: "q" | "k" | "v", output: HostTensor, qkv: HostTensor, frequencies: HostTensor | null): void => {
  const [exact, working] = [expected(one, qkv, frequencies, null), expected(one, qkv, frequencies, one.dtype)];
  const rows: Rows = { actual: Array.from(output.toNumbers()), reference: [], working: [] };
  const [batches, tokens, heads] = output.shape as [number, number, number, number];
  for (let batch = 0; batch < batches; batch += 1)
    for (let token = 0; token < tokens; token += 1)
      for (let n = 0; n < heads; n += 1) {
        rows.reference.push(...exact[name](batch, token, n));
        rows.working.push(...working[name](batch, token, n));
      }
  compare(name, rows, one.dtype);
};

const checkRotary = async (one: RotaryCase, tuning: RotaryOperatorTuning, execute: Execution): Promise<void> => {
  const { problem, qkv, frequencies, tensors, scalars } = makeInputs(one);
  const { outputs } = await runPlan(rotary(problem, tuning), { tensors, scalars }, execute, 1);
  expectAllWritten("rotary", outputs);
  for (const name of ["q", "k", "v"] as const) checkHeads(one, name, outputs[name]!, qkv, frequencies);
};

/** The newest token of each slot of a batch, as an index into the call's tokens; -1 for none. */
const newestOf = (first: number, tokens: number, slots: number): number[] => {
  const newest = new Array<number>(slots).fill(-1);
  for (let token = 0; token < tokens; token += 1) newest[(first + token) % slots] = token;
  return newest;
};
const checkAppend = async (one: RotaryCase, tuning: RotaryAppendTuning, execute: Execution): Promise<void> => {
  const { dtype, headDim, kvHeads, lengths, tokens, slots, back } = one;
  const { problem, qkv, frequencies, tensors, scalars } = makeInputs(one);
  const random = new Random(one.seed + 1);
  const [k, v] = [0, 1].map(() => randomTensor(random, dtype, [lengths.length, slots, kvHeads, headDim])) as [HostTensor, HostTensor];
  const before = { k: rowsOf(copyOf(k).toNumbers(), headDim), v: rowsOf(copyOf(v).toNumbers(), headDim) };
  const { outputs } = await runPlan(rotaryAppend(problem, tuning), { tensors: { ...tensors, k, v }, scalars }, execute, 1);
  expectAllWritten("rotaryAppend", outputs);
  checkHeads(one, "q", outputs["q"]!, qkv, frequencies);
  const [exact, working] = [expected(one, qkv, frequencies, null), expected(one, qkv, frequencies, dtype)];
  for (const [name, cache] of [
    ["k", k],
    ["v", v],
  ] as const) {
    const rows: Rows = { actual: Array.from(cache.toNumbers()), reference: [], working: [] };
    for (const [batch, length] of lengths.entries())
      for (const [slot, token] of newestOf(length - back, tokens, slots).entries())
        for (let n = 0; n < kvHeads; n += 1) {
          const old = before[name][(batch * slots + slot) * kvHeads + n]!;
          rows.reference.push(...(token < 0 ? old : exact[name](batch, token, n)));
          rows.working.push(...(token < 0 ? old : working[name](batch, token, n)));
        }
    compare(`cache ${name}`, rows, dtype);
  }
};

const checkTurn = async (one: RotaryCase, tuning: RotaryOperatorTuning, execute: Execution): Promise<void> => {
  const { dtype, headDim, heads, lengths, tokens, back } = one;
  const x = randomTensor(new Random(one.seed), dtype, [lengths.length, tokens, heads, headDim]);
  const frequencies = rotaryFrequencies(headDim);
  const tensors = { x, frequencies, lengths: HostTensor.fromNumbers("i32", [lengths.length], lengths) };
  const { outputs } = await runPlan(rotaryTurn({ dtype, headDim }, tuning), { tensors, scalars: { back } }, execute, 1);
  expectAllWritten("rotaryTurn", outputs);
  const all = (type: FloatType | null): number[] =>
    rowsOf(x.toNumbers(), headDim).flatMap((row, n) => {
      const [batch, token] = [Math.floor(n / heads / tokens), Math.floor(n / heads) % tokens];
      return turned(row, lengths[batch]! - back + token, frequencies, type);
    });
  compare("y", { actual: Array.from(outputs["y"]!.toNumbers()), reference: all(null), working: all(dtype) }, dtype);
};

const checkCache = async (one: RotaryCase, tuning: CacheAppendTuning, execute: Execution): Promise<void> => {
  const { dtype, headDim, heads, lengths, tokens, slots } = one;
  const random = new Random(one.seed);
  const x = randomTensor(random, dtype, [lengths.length, tokens, heads, headDim]);
  const cache = randomTensor(random, dtype, [lengths.length, slots, heads, headDim]);
  const [rows, before] = [x, cache].map((tensor) => rowsOf(copyOf(tensor).toNumbers(), headDim * heads));
  const tensors = { x, cache, lengths: HostTensor.fromNumbers("i32", [lengths.length], lengths) };
  await runPlan(cacheAppend({ dtype, headDim }, tuning), { tensors, scalars: {} }, execute, 1);
  const now = rowsOf(cache.toNumbers(), headDim * heads);
  for (const [batch, length] of lengths.entries())
    for (const [slot, token] of newestOf(length, tokens, slots).entries()) {
      const wanted = token < 0 ? before![batch * slots + slot]! : rows![batch * tokens + token]!;
      if (now[batch * slots + slot]!.some((value, n) => value !== wanted[n]))
        throw new Error(`slot ${slot} of batch ${batch} does not hold ${token < 0 ? "what it held" : `token ${token}`}`);
    }
};

const spec = (
  name: string,
  tunings: readonly Constants[],
  check: (one: RotaryCase, tuning: never, execute: Execution) => Promise<void>,
) => ({
  name,
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem }: { readonly problem?: Constants | undefined }) => caseOf(problem),
  check: (one: RotaryCase, tuning: Constants, execute: Execution) => check(one, tuning as never, execute),
});
/** What `verify` checks in this folder. */
export const specs: readonly Spec<RotaryCase>[] = [
  spec("rotary", [{ blockT: 4, warps: 1 }, { ...rotaryTuning }], checkRotary),
  spec("rotaryAppend", [{ warps: 1 }, { warps: 2 }], checkAppend),
  spec("rotaryTurn", [{ blockT: 4, warps: 1 }, { ...rotaryTuning }], checkTurn),
  spec(
    "cacheAppend",
    [
      { blockH: 2, warps: 1 },
      { blockH: 4, warps: 2 },
    ],
    checkCache,
  ),
];
