// What a chunk of queries and keys comes to under a log decay per key channel: scores among its tokens, queries decayed from the chunk's beginning,
// keys decayed to its end. Every factor is a product of decays from an earlier token to a later one: none exceeds 1, nothing is divided or
// clamped, and what underflows is below 2^-126 of its neighbours.
//
// A score needs the decay from token j to token i of each channel, which no product of matrices can take along. It is split at a token between the two:
// at level b, blocks of 2b tokens have their boundary in the middle, later halves hold queries decayed from it, earlier halves keys decayed to
// it, and one product gives the scores between the halves. Levels 1, 2, 4, 8 meet inside sub-chunks of 16 tokens; the levels above join sub-chunks.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  exp2,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  idiv,
  kernel,
  type Local,
  local,
  named,
  parallel,
  pipelined,
  range,
  reduceSum,
  remainder,
  serial,
  type Shared,
  shared,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";
import { chunkSlot, LOG2E } from "./sums.ts";

/** Tokens of a sub-chunk: rows of the matrix instruction. */
const SUB = 16;

export interface GatesProblem<T extends number, G extends number> {
  readonly dtype: DType<T>;
  readonly gateDtype: DType<G>;
  readonly keyDim: number;
  /** Tokens of a chunk: 32 or 64. */
  readonly chunk: number;
  readonly packed: boolean;
}
export interface GatesTuning {
  /** Key channels taken at once: divides keyDim. */
  readonly blockK: number;
  readonly stages: number;
  readonly warps: number;
}

/** Of a channel: decay, query and key of each token of a sub-chunk. */
interface SubChunk {
  readonly kept: Local<f32, [number]>;
  readonly queries: Local<f32, [number]>;
  readonly keys: Local<f32, [number]>;
}
/** Operands of level `half` inside sub-chunk s, channel c: queries in later halves of blocks of 2 half tokens, keys in earlier ones. */
const level = <T extends f16 | bf16>(
  { kept, queries, keys }: SubChunk,
  dtype: DType<T>,
  half: number,
  to: Shared<T, [number, number, number]>,
  s: i32,
  c: i32,
): void => {
  for (const block of serial(0, SUB / (2 * half))) {
    const first = 2 * half * block;
    let key: f32 = 1;
    let query: f32 = 1;
    for (const n of serial(0, half)) {
      const earlier = first + half - 1 - n;
      to[s]![earlier]![c] = dtype(keys[earlier]! * key);
      key *= kept[earlier]!;
      query *= kept[first + half + n]!;
      to[s]![first + half + n]![c] = dtype(queries[first + half + n]! * query);
    }
  }
};

/**
 * q and k [batch, token, group, keyDim] and gates [batch, token, head, keyDim], natural logarithms of at most 0, give decayedQ and decayedK [batch,
 * token, head, keyDim], scores [batch, token, head, chunk] with earlier tokens, ownScores [batch, head, slot, token of the chunk] and decays [batch,
 * head, slot, keyDim]. Warps are as many as sub-chunks, or half of them.
 */
export const gatedScores = kernel(
  import.meta.url,
  "gatedScores",
  <T extends f16 | bf16, G extends f32 | f16 | bf16>(
    { dtype, gateDtype, keyDim, chunk, packed }: Static<GatesProblem<T, G>>,
    { blockK, stages }: Static<GatesTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      gates: Global<G, [i32, i32, i32, Dim<"keyDim">]>,
      cuSeqlens: Global<i32, [i32]>,
      decayedQ: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      decayedK: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      scores: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      ownScores: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      decays: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      maxTokens: i32,
    ) => {
      if (chunk !== 32 && chunk !== 64) throw new Error("gatedScores takes chunks of 32 or 64 tokens");
      const subs = named("subs", chunk / SUB);
      const couples = named("couples", chunk / (2 * SUB));
      const heads = gates.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : q.shape[0];
      for (const [n, head, sequence] of work([ceilDiv(maxTokens, chunk), heads, sequences])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : q.shape[1];
        const top = n * chunk;
        if (top >= tokens) continue;
        const group = idiv(head, idiv(heads, q.shape[2]));
        const slot = chunkSlot(packed, first, chunk, sequence, n);
        const queries = packed ? q.slice(1, first, tokens) : q;
        const keys = packed ? k.slice(1, first, tokens) : k;
        const rates = packed ? gates.slice(1, first, tokens) : gates;
        const resultsQ = packed ? decayedQ.slice(1, first, tokens) : decayedQ;
        const resultsK = packed ? decayedK.slice(1, first, tokens) : decayedK;
        const resultScores = packed ? scores.slice(1, first, tokens) : scores;

        const queryRows = shared(dtype, [chunk, blockK]);
        const keyRows = shared(dtype, [chunk, blockK]);
        const gateRows = shared(gateDtype, [chunk, blockK]);
        const totals = shared(f32, [subs, blockK]);
        const ones = shared(dtype, [subs, SUB, blockK]);
        const twos = shared(dtype, [subs, SUB, blockK]);
        const fours = shared(dtype, [subs, SUB, blockK]);
        const eights = shared(dtype, [subs, SUB, blockK]);
        const pairQueries = shared(dtype, [couples, SUB, blockK]);
        const pairKeys = shared(dtype, [couples, SUB, blockK]);
        const quadQueries = shared(dtype, [2 * SUB, blockK]);
        const quadKeys = shared(dtype, [2 * SUB, blockK]);
        const queriesOut = shared(dtype, [chunk, blockK]);
        const keysOut = shared(dtype, [chunk, blockK]);
        const scoreRows = shared(dtype, [chunk, chunk]);
        const byOnes = fragment(f32, [subs, SUB, SUB]);
        const byTwos = fragment(f32, [subs, SUB, SUB]);
        const byFours = fragment(f32, [subs, SUB, SUB]);
        const byEights = fragment(f32, [subs, SUB, SUB]);
        const byPairs = fragment(f32, [couples, SUB, SUB]);
        const byQuads = fragment(f32, [2 * SUB, 2 * SUB]);
        const products = fragment(f32, [chunk, blockK]);
        const keyValues = fragment(f32, [chunk, blockK]);
        const dots = fragment(f32, [chunk]);
        const dotSums = fragment(f32, [chunk]);
        const chunkDecay = fragment(f32, [blockK]);
        fill(byOnes, 0);
        fill(byTwos, 0);
        fill(byFours, 0);
        fill(byEights, 0);
        fill(byPairs, 0);
        if (chunk === 64) fill(byQuads, 0);
        fill(dotSums, 0);

        for (const slice of pipelined(0, keyDim / blockK, { stages })) {
          const left = slice * blockK;
          copy(queries.at(batch, range(top, chunk), group, range(left, blockK)), queryRows);
          copy(keys.at(batch, range(top, chunk), group, range(left, blockK)), keyRows);
          copy(rates.at(batch, range(top, chunk), head, range(left, blockK)), gateRows);
          for (const [s, c] of parallel(subs, blockK)) {
            let total: f32 = 0;
            for (const t of serial(0, SUB)) total += f32(gateRows[SUB * s + t]![c]!);
            totals[s]![c] = exp2(total * LOG2E);
          }
          for (const [s, c] of parallel(subs, blockK)) {
            const kept = local(f32, [SUB]);
            const ownQueries = local(f32, [SUB]);
            const ownKeys = local(f32, [SUB]);
            for (const t of serial(0, SUB)) {
              kept[t] = exp2(f32(gateRows[SUB * s + t]![c]!) * LOG2E);
              ownQueries[t] = f32(queryRows[SUB * s + t]![c]!);
              ownKeys[t] = f32(keyRows[SUB * s + t]![c]!);
            }
            const sub: SubChunk = { kept, queries: ownQueries, keys: ownKeys };
            level(sub, dtype, 1, ones, s, c);
            level(sub, dtype, 2, twos, s, c);
            level(sub, dtype, 4, fours, s, c);
            level(sub, dtype, 8, eights, s, c);
            // Decays of the sub-chunks between this one and the boundary: of its pair, of its four, of the chunk.
            let inFour: f32 = 1;
            let before: f32 = 1;
            let behind: f32 = 1;
            for (const other of serial(0, subs)) {
              const total = totals[other]![c]!;
              before *= other < s ? total : 1;
              behind *= other > s ? total : 1;
              inFour *= (other === 1 && s < 1) || (other === 2 && s > 2) ? total : 1;
            }
            const later = remainder(s, 2) === 1;
            const pair = idiv(s, 2);
            let query: f32 = 1;
            let key: f32 = 1;
            for (const t of serial(0, SUB)) {
              const back = SUB - 1 - t;
              query *= kept[t]!;
              const q0 = ownQueries[t]! * query;
              const k0 = ownKeys[back]! * key;
              key *= kept[back]!;
              queriesOut[SUB * s + t]![c] = dtype(q0 * before);
              keysOut[SUB * s + back]![c] = dtype(k0 * behind);
              if (later) pairQueries[pair]![t]![c] = dtype(q0);
              else pairKeys[pair]![back]![c] = dtype(k0);
              if (chunk === 64) {
                if (s >= 2) quadQueries[SUB * (s - 2) + t]![c] = dtype(q0 * inFour);
                else quadKeys[SUB * s + back]![c] = dtype(k0 * inFour);
              }
            }
          }
          gemm(ones, transpose(ones), byOnes);
          gemm(twos, transpose(twos), byTwos);
          gemm(fours, transpose(fours), byFours);
          gemm(eights, transpose(eights), byEights);
          gemm(pairQueries, transpose(pairKeys), byPairs);
          if (chunk === 64) gemm(quadQueries, transpose(quadKeys), byQuads);
          convert(queryRows, products);
          convert(keyRows, keyValues);
          for (const [i, c] of parallel(chunk, blockK)) products[i][c] *= keyValues[i][c];
          reduceSum(products, 1, dots);
          for (const [i] of parallel(chunk)) dotSums[i] += dots[i];
          for (const [c] of parallel(blockK)) {
            let total: f32 = 1;
            for (const other of serial(0, subs)) total *= totals[other]![c]!;
            chunkDecay[c] = total;
          }
          copy(chunkDecay, decays.at(batch, head, slot, range(left, blockK)));
          copy(queriesOut, resultsQ.at(batch, range(top, chunk), head, range(left, blockK)));
          copy(keysOut, resultsK.at(batch, range(top, chunk), head, range(left, blockK)));
        }
        copy(dotSums, ownScores.at(batch, head, slot, range(0, chunk)));
        fill(scoreRows, 0);
        for (const [p, i, j] of parallel(couples, SUB, SUB)) scoreRows[2 * SUB * p + SUB + i]![2 * SUB * p + j] = dtype(byPairs[p][i][j]);
        if (chunk === 64) for (const [i, j] of parallel(2 * SUB, 2 * SUB)) scoreRows[2 * SUB + i]![j] = dtype(byQuads[i][j]);
        for (const [s, i, j] of parallel(subs, SUB, SUB)) {
          const below = idiv(i, 8) === idiv(j, 8) ? byFours[s][i][j] : byEights[s][i][j];
          const near = idiv(i, 2) === idiv(j, 2) ? byOnes[s][i][j] : byTwos[s][i][j];
          const score = idiv(i, 4) === idiv(j, 4) ? near : below;
          scoreRows[SUB * s + i]![SUB * s + j] = dtype(j < i ? score : 0);
        }
        copy(scoreRows, resultScores.at(batch, range(top, chunk), head, range(0, chunk)));
      }
    },
  {
    problem: { dtype: "bf16", gateDtype: "f32", keyDim: 128, chunk: 64, packed: false },
    tuning: { blockK: 64, stages: 1, warps: 4 },
  },
);
