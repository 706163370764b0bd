// Rotary positions (rotate-half), the split of packed queries, keys and values into heads, and what appends keys and values to a ring-buffer cache.
// Angles come from positions in integer arithmetic, so that they are as exact at position 10^9 as at 0. One block takes `blockT` tokens of a head.
import {
  addWrap,
  type bf16,
  ceilDiv,
  convert,
  copy,
  cos,
  type Dim,
  type DType,
  type f16,
  f32,
  type Fragment,
  fragment,
  type Global,
  i32,
  idiv,
  kernel,
  max,
  mulHigh,
  mulWrap,
  named,
  parallel,
  range,
  remainder,
  serial,
  sin,
  type Static,
  u32,
  work,
} from "../../dsl/index.ts";

/** Radians of 2^-32 turns. */
const RADIANS = (2 * Math.PI) / 2 ** 32;
/** Angle of position p at a frequency of high * 2^-32 + low * 2^-64 turns: p times it modulo whole turns, from -pi to pi. */
const angleOf = (position: i32, high: u32, low: u32): f32 =>
  f32(i32(addWrap(mulWrap(u32(position), high), mulHigh(u32(position), low)))) * RADIANS;

/** Cosines and sines of positions first + t, or of their groups, where `groupSize` positions count as one and `shift` is added. */
const fillAngles = (
  cosines: Fragment<f32, [number, number]>,
  sines: Fragment<f32, [number, number]>,
  high: Fragment<u32, [number]>,
  low: Fragment<u32, [number]>,
  blockT: number,
  pairs: number,
  first: i32,
  groupSize: number,
  shift: i32,
): void => {
  for (const [t, n] of parallel(blockT, pairs)) {
    const position = groupSize > 1 ? idiv(max(first + t, 0), groupSize) + shift : max(first + t, 0);
    const angle = angleOf(position, high[n], low[n]);
    cosines[t][n] = cos(angle);
    sines[t][n] = sin(angle);
  }
};
/** Turns the pairs (left, right) by their angles. */
const turn = (
  left: Fragment<f32, [number, number]>,
  right: Fragment<f32, [number, number]>,
  cosines: Fragment<f32, [number, number]>,
  sines: Fragment<f32, [number, number]>,
  blockT: number,
  pairs: number,
): void => {
  for (const [t, n] of parallel(blockT, pairs)) {
    const [x, y] = [left[t][n], right[t][n]];
    left[t][n] = x * cosines[t][n] - y * sines[t][n];
    right[t][n] = y * cosines[t][n] + x * sines[t][n];
  }
};

export interface RotaryProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
  /** The first so many dimensions of a head are turned: even, 0 for none. */
  readonly rotaryDim: number;
  /** So many positions count as one. */
  readonly groupSize: number;
  /** k and v are ring-buffer caches: the token at position p goes to slot p mod capacity. */
  readonly appends: boolean;
}
export interface RotaryTuning {
  readonly blockT: number;
  readonly warps: number;
}
/**
 * qkv [batch, token, group * (queries of a group + 2) * headDim], each group its queries, its key, its value; frequencies [2, rotaryDim / 2]; lengths
 * [batch]. Token t of a batch stands at position lengths - back + t. q [batch, token, head, headDim]; k and v [batch, token or slot, group, headDim].
 */
export const rotaryForward = kernel(
  import.meta.url,
  "rotaryForward",
  <T extends f32 | f16 | bf16>(
    { dtype, headDim, rotaryDim, groupSize, appends }: Static<RotaryProblem<T>>,
    { blockT }: Static<RotaryTuning>,
  ) =>
    (
      qkv: Global<T, [i32, i32, i32]>,
      frequencies: Global<u32, [i32, i32]>,
      lengths: Global<i32, [i32]>,
      q: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      back: i32,
      queryShift: i32,
    ) => {
      if (rotaryDim % 2 !== 0 || rotaryDim > headDim) throw new Error("rotaryDim is even, and at most the head dim");
      if (appends && blockT !== 1) throw new Error("tokens are appended one by one");
      const half = named("half", rotaryDim / 2);
      const pairs = named("pairs", Math.max(8, Math.ceil(rotaryDim / 16) * 8));
      const rest = named("rest", Math.max(8, Math.ceil((headDim - rotaryDim) / 8) * 8));
      const [batches, tokens] = qkv.shape;
      const heads = q.shape[2];
      const groups = k.shape[2];
      const queries = idiv(heads, groups);
      const slots = k.shape[1];
      for (const [part, tile, batch] of work([heads + 2 * groups, ceilDiv(tokens, blockT), batches])) {
        const group = idiv(part, queries + 2);
        const member = remainder(part, queries + 2);
        const top = tile * blockT;
        const first = lengths.read(batch) - back + top;
        const here = range(top, blockT);
        // Of tokens that would meet in a slot the newest stays.
        const kept = !appends || tokens - top <= slots;
        const slot = remainder(max(first, 0), slots);
        if (rotaryDim > 0) {
          const left = fragment(f32, [blockT, pairs]);
          const right = fragment(f32, [blockT, pairs]);
          const pairHere = range(0, pairs);
          convert(qkv.slice(2, part * headDim, half).at(batch, here, pairHere), left);
          convert(qkv.slice(2, part * headDim + half, half).at(batch, here, pairHere), right);
          if (member <= queries) {
            const cosines = fragment(f32, [blockT, pairs]);
            const sines = fragment(f32, [blockT, pairs]);
            const high = fragment(u32, [pairs]);
            const low = fragment(u32, [pairs]);
            copy(frequencies.at(0, pairHere), high);
            copy(frequencies.at(1, pairHere), low);
            fillAngles(cosines, sines, high, low, blockT, pairs, first, groupSize, member < queries ? queryShift : 0);
            turn(left, right, cosines, sines, blockT, pairs);
          }
          if (member < queries) {
            const head = group * queries + member;
            convert(left, q.slice(3, 0, half).at(batch, here, head, pairHere));
            convert(right, q.slice(3, half, half).at(batch, here, head, pairHere));
          } else if (member === queries) {
            if (kept) {
              convert(left, k.slice(3, 0, half).at(batch, appends ? range(slot, blockT) : here, group, pairHere));
              convert(right, k.slice(3, half, half).at(batch, appends ? range(slot, blockT) : here, group, pairHere));
            }
          } else if (kept) {
            convert(left, v.slice(3, 0, half).at(batch, appends ? range(slot, blockT) : here, group, pairHere));
            convert(right, v.slice(3, half, half).at(batch, appends ? range(slot, blockT) : here, group, pairHere));
          }
        }
        if (rotaryDim < headDim) {
          const others = headDim - rotaryDim;
          const through = fragment(dtype, [blockT, rest]);
          const restHere = range(0, rest);
          copy(qkv.slice(2, part * headDim + rotaryDim, others).at(batch, here, restHere), through);
          if (member < queries) copy(through, q.slice(3, rotaryDim, others).at(batch, here, group * queries + member, restHere));
          else if (member === queries) {
            if (kept) copy(through, k.slice(3, rotaryDim, others).at(batch, appends ? range(slot, blockT) : here, group, restHere));
          } else if (kept) copy(through, v.slice(3, rotaryDim, others).at(batch, appends ? range(slot, blockT) : here, group, restHere));
        }
      }
    },
  {
    problem: { dtype: "bf16", headDim: 128, rotaryDim: 128, groupSize: 1, appends: false },
    tuning: { blockT: 8, warps: 4 },
  },
);

export interface TurnProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
}
/** The same of one tensor with heads of its own: x and y [batch, token, head, headDim], all dimensions turned. */
export const rotaryTurn = kernel(
  import.meta.url,
  "rotaryTurn",
  <T extends f32 | f16 | bf16>({ headDim }: Static<TurnProblem<T>>, { blockT }: Static<RotaryTuning>) =>
    (
      x: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      frequencies: Global<u32, [i32, i32]>,
      lengths: Global<i32, [i32]>,
      y: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      back: i32,
    ) => {
      if (headDim % 2 !== 0) throw new Error("the head dim is even");
      const half = named("half", headDim / 2);
      const pairs = named("pairs", Math.max(8, Math.ceil(headDim / 16) * 8));
      const [batches, tokens, heads] = x.shape;
      for (const [head, tile, batch] of work([heads, ceilDiv(tokens, blockT), batches])) {
        const here = range(tile * blockT, blockT);
        const pairHere = range(0, pairs);
        const left = fragment(f32, [blockT, pairs]);
        const right = fragment(f32, [blockT, pairs]);
        const cosines = fragment(f32, [blockT, pairs]);
        const sines = fragment(f32, [blockT, pairs]);
        const high = fragment(u32, [pairs]);
        const low = fragment(u32, [pairs]);
        copy(frequencies.at(0, pairHere), high);
        copy(frequencies.at(1, pairHere), low);
        convert(x.slice(3, 0, half).at(batch, here, head, pairHere), left);
        convert(x.slice(3, half, half).at(batch, here, head, pairHere), right);
        fillAngles(cosines, sines, high, low, blockT, pairs, lengths.read(batch) - back + tile * blockT, 1, 0);
        turn(left, right, cosines, sines, blockT, pairs);
        convert(left, y.slice(3, 0, half).at(batch, here, head, pairHere));
        convert(right, y.slice(3, half, half).at(batch, here, head, pairHere));
      }
    },
  { problem: { dtype: "bf16", headDim: 128 }, tuning: { blockT: 8, warps: 4 } },
);

export interface AppendProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
}
export interface AppendTuning {
  /** Heads of a block. */
  readonly blockH: number;
  readonly warps: number;
}
/** x [batch, token, head, headDim] goes to cache [batch, slot, head, headDim]: the token at position lengths + t to that modulo the slots. */
export const cacheAppend = kernel(
  import.meta.url,
  "cacheAppend",
  <T extends f32 | f16 | bf16>({ dtype, headDim }: Static<AppendProblem<T>>, { blockH }: Static<AppendTuning>) =>
    (x: Global<T, [i32, i32, i32, Dim<"headDim">]>, lengths: Global<i32, [i32]>, cache: Global<T, [i32, i32, i32, Dim<"headDim">]>) => {
      const [batches, tokens, heads] = x.shape;
      const slots = cache.shape[1];
      for (const [token, batch] of work([tokens, batches])) {
        if (tokens - token > slots) continue;
        const slot = remainder(lengths.read(batch) + token, slots);
        for (const first of serial(0, heads, blockH)) {
          const values = fragment(dtype, [blockH, headDim]);
          copy(x.at(batch, token, range(first, blockH), range(0, headDim)), values);
          copy(values, cache.at(batch, slot, range(first, blockH), range(0, headDim)));
        }
      }
    },
  { problem: { dtype: "bf16", headDim: 128 }, tuning: { blockH: 4, warps: 2 } },
);
