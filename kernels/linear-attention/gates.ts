// What a chunk of queries and keys comes to under a log decay per key channel: scores among its tokens, queries decayed from the chunk's beginning,
// keys decayed to its end. Every factor is a product of decays from an earlier token to a later one: none exceeds 1, nothing is divided or
// clamped, and what underflows is below 2^-126 of its neighbours.
//
// A score needs the decay from token j to token i of each channel, which no product of matrices can take along. It is split at a token between the two:
// at level b, blocks of 2b tokens have their boundary in the middle, later halves hold queries decayed from it, earlier halves keys decayed to
// it, and one product gives the scores between the halves. Levels 1, 2, 4, 8 meet inside sub-chunks of 16 tokens; the levels above join sub-chunks.
import {
  assert,
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
  max,
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

/** Tokens of a sub-chunk: rows of the matrix instruction; and of the half of one that a thread walks, for two neighbouring channels. */
const SUB = 16;
const PART = 8;

export interface GatesProblem<T extends number, G extends number> {
  readonly dtype: DType<T>;
  /** Of the products: "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
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

/** Of two neighbouring channels: decay, query and key of each token of a part. */
interface Part {
  readonly kept: Local<f32, [number, 2]>;
  readonly queries: Local<f32, [number, 2]>;
  readonly keys: Local<f32, [number, 2]>;
}
/** Operands of level `half` inside a part whose tokens begin at `row`, channels 2c and 2c + 1: queries in later halves of blocks of 2 half tokens, keys in earlier ones. */
const level = <T extends f16 | bf16 | f32>(
  { kept, queries, keys }: Part,
  dtype: DType<T>,
  half: number,
  to: Shared<T, [number, number, number]>,
  { s, row, c }: { readonly s: i32; readonly row: i32; readonly c: i32 },
): void => {
  const key = local(f32, [2]);
  const query = local(f32, [2]);
  for (const block of serial(0, PART / (2 * half))) {
    const first = 2 * half * block;
    for (const h of serial(0, 2)) {
      key[h] = 1;
      query[h] = 1;
    }
    for (const n of serial(0, half)) {
      const earlier = first + half - 1 - n;
      const later = first + half + n;
      for (const h of serial(0, 2)) {
        to[s]![row + earlier]![2 * c + h] = dtype(keys[earlier]![h]! * key[h]!);
        key[h] = key[h]! * kept[earlier]![h]!;
      }
      for (const h of serial(0, 2)) {
        query[h] = query[h]! * kept[later]![h]!;
        to[s]![row + later]![2 * c + h] = dtype(queries[later]![h]! * query[h]!);
      }
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
  <T extends f16 | bf16 | f32, G extends f32 | f16 | bf16>(
    { dtype, precision, gateDtype, keyDim, chunk, packed }: Static<GatesProblem<T, G>>,
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
      const parts = named("parts", chunk / PART);
      const couples = named("couples", chunk / (2 * SUB));
      const heads = gates.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : q.shape[0];
      for (const [n, head, sequence] of work([ceilDiv(packed ? max(maxTokens, 1) : maxTokens, chunk), heads, sequences])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : q.shape[1];
        const top = n * chunk;
        if (packed) if (n === 0 && head === 0) assert(tokens <= maxTokens, "maxTokens is at least the longest sequence's length");
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
        const totals = shared(f32, [parts, blockK]);
        const fromStart = shared(f32, [parts, blockK]);
        const toEnd = shared(f32, [parts, blockK]);
        const toPair = shared(f32, [parts, blockK]);
        const toQuad = shared(f32, [parts, blockK]);
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
          for (const [p, c] of parallel(parts, blockK / 2)) {
            const total = local(f32, [2]);
            for (const h of serial(0, 2)) total[h] = 0;
            for (const t of serial(0, PART)) for (const h of serial(0, 2)) total[h] = total[h]! + f32(gateRows[PART * p + t]![2 * c + h]!);
            for (const h of serial(0, 2)) totals[p]![2 * c + h] = exp2(total[h]! * LOG2E);
          }
          // Decays between a part and the boundaries: of the chunk, of its pair of sub-chunks, of its four.
          for (const [c] of parallel(blockK)) {
            let before: f32 = 1;
            let behind: f32 = 1;
            let first: f32 = 1;
            let second: f32 = 1;
            for (const p of serial(0, parts)) {
              const back = parts - 1 - p;
              fromStart[p]![c] = before;
              toEnd[back]![c] = behind;
              toPair[p]![c] = p % 4 === 0 ? totals[p + 1]![c]! : p % 4 === 3 ? totals[p - 1]![c]! : 1;
              if (p >= 4) {
                toQuad[p]![c] = second;
                toQuad[back]![c] = first;
                second *= totals[p]![c]!;
                first *= totals[back]![c]!;
              }
              before *= totals[p]![c]!;
              behind *= totals[back]![c]!;
            }
            decays.write(before, batch, head, slot, left + c);
          }
          for (const [p, c] of parallel(parts, blockK / 2)) {
            const kept = local(f32, [PART, 2]);
            const queries = local(f32, [PART, 2]);
            const keys = local(f32, [PART, 2]);
            for (const t of serial(0, PART))
              for (const h of serial(0, 2)) {
                kept[t]![h] = exp2(f32(gateRows[PART * p + t]![2 * c + h]!) * LOG2E);
                queries[t]![h] = f32(queryRows[PART * p + t]![2 * c + h]!);
                keys[t]![h] = f32(keyRows[PART * p + t]![2 * c + h]!);
              }
            const s = idiv(p, 2);
            const row = PART * remainder(p, 2);
            const part: Part = { kept, queries, keys };
            level(part, dtype, 1, ones, { s, row, c });
            level(part, dtype, 2, twos, { s, row, c });
            level(part, dtype, 4, fours, { s, row, c });
            // From here on queries are decayed from the part's beginning, keys to its end.
            const query = local(f32, [2]);
            const key = local(f32, [2]);
            for (const h of serial(0, 2)) {
              query[h] = 1;
              key[h] = 1;
            }
            for (const t of serial(0, PART))
              for (const h of serial(0, 2)) {
                query[h] = query[h]! * kept[t]![h]!;
                queries[t]![h] = queries[t]![h]! * query[h]!;
                keys[PART - 1 - t]![h] = keys[PART - 1 - t]![h]! * key[h]!;
                key[h] = key[h]! * kept[PART - 1 - t]![h]!;
              }
            const inSecondHalf = remainder(p, 2) === 1;
            const inSecondSub = remainder(s, 2) === 1;
            const couple = idiv(s, 2);
            for (const t of serial(0, PART)) {
              for (const h of serial(0, 2)) eights[s]![row + t]![2 * c + h] = dtype(inSecondHalf ? queries[t]![h]! : keys[t]![h]!);
              for (const h of serial(0, 2)) queriesOut[PART * p + t]![2 * c + h] = dtype(queries[t]![h]! * fromStart[p]![2 * c + h]!);
              for (const h of serial(0, 2)) keysOut[PART * p + t]![2 * c + h] = dtype(keys[t]![h]! * toEnd[p]![2 * c + h]!);
            }
            if (inSecondSub)
              for (const t of serial(0, PART))
                for (const h of serial(0, 2)) pairQueries[couple]![row + t]![2 * c + h] = dtype(queries[t]![h]! * toPair[p]![2 * c + h]!);
            else
              for (const t of serial(0, PART))
                for (const h of serial(0, 2)) pairKeys[couple]![row + t]![2 * c + h] = dtype(keys[t]![h]! * toPair[p]![2 * c + h]!);
            if (chunk === 64) {
              if (p >= 4)
                for (const t of serial(0, PART))
                  for (const h of serial(0, 2))
                    quadQueries[PART * (p - 4) + t]![2 * c + h] = dtype(queries[t]![h]! * toQuad[p]![2 * c + h]!);
              else
                for (const t of serial(0, PART))
                  for (const h of serial(0, 2)) quadKeys[PART * p + t]![2 * c + h] = dtype(keys[t]![h]! * toQuad[p]![2 * c + h]!);
            }
          }
          gemm(ones, transpose(ones), byOnes, { precision });
          gemm(twos, transpose(twos), byTwos, { precision });
          gemm(fours, transpose(fours), byFours, { precision });
          gemm(eights, transpose(eights), byEights, { precision });
          gemm(pairQueries, transpose(pairKeys), byPairs, { precision });
          if (chunk === 64) gemm(quadQueries, transpose(quadKeys), byQuads, { precision });
          convert(queryRows, products);
          convert(keyRows, keyValues);
          for (const [i, c] of parallel(chunk, blockK)) products[i][c] *= keyValues[i][c];
          reduceSum(products, 1, dots);
          for (const [i] of parallel(chunk)) dotSums[i] += dots[i];
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
    problem: { dtype: "bf16", precision: "ieee", gateDtype: "f32", keyDim: 128, chunk: 64, packed: false },
    tuning: { blockK: 64, stages: 1, warps: 4 },
  },
);
