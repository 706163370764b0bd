// Forward attention with a sliding window: grouped query heads, causal or two-sided windows, softcap, learned sinks, packed sequences,
// log-sum-exp. One block takes `blockM` queries of one head and walks the key tiles that the window lets any of them see, with an online
// softmax in base 2. Rows that see no key give 0 and -Infinity (or their sink).
import {
  assert,
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  idiv,
  kernel,
  log2,
  max,
  min,
  parallel,
  pipelined,
  range,
  remainder,
  shared,
  type Static,
  tanh,
  transpose,
  work,
} from "../../dsl/index.ts";
import { columnsOf, LN2, LOG2E, type Softmax, softmaxStep } from "./softmax.ts";

/** Larger windows are as good as unbounded, and sums of positions stay inside i32. */
const WIDEST = 2 ** 29;

export interface AttentionProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
  readonly valueDim: number;
  readonly hasSoftcap: boolean;
  readonly hasSinks: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens say where each begins. */
  readonly packed: boolean;
  /** Each sequence's last query stands at its last key, instead of query 0 at key `queryOffset`. */
  readonly bottomRight: boolean;
  /** Keys and values of earlier tokens lie in a ring-buffer cache; q, k and v are the chunk that follows them. Not with `packed`. */
  readonly cached: boolean;
  /** Of both products: "ieee" for 16 bits, "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
}
export interface AttentionTuning {
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
}

/**
 * q [batch, token, head, headDim], k and v [batch, token, kvHead, dim], output as q with valueDim, logSumExp [batch, head, token]. Query i of a
 * sequence stands at position p = i + queryOffset among its keys and sees keys p - left ... p + right; -1 is unbounded. `maxQueries`: of packed
 * sequences, the longest one's queries. `cachedTokens` [batch]: how many tokens the cache has ever taken; the newest min(capacity, cachedTokens)
 * of them are there, and query 0 follows the newest (queryOffset is 0 then). `scale` is positive. Tensors that the problem leaves out may be null.
 */
export const attentionForward = kernel(
  import.meta.url,
  "attentionForward",
  <T extends f32 | f16 | bf16>(
    { dtype, headDim, valueDim, hasSoftcap, hasSinks, packed, bottomRight, cached, precision }: Static<AttentionProblem<T>>,
    { blockM, blockN, stages }: Static<AttentionTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      output: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
      sinks: Global<f32, [i32]>,
      cuSeqlensQ: Global<i32, [i32]>,
      cuSeqlensK: Global<i32, [i32]>,
      maxQueries: i32,
      left: i32,
      right: i32,
      queryOffset: i32,
      scale: f32,
      softcap: f32,
      cachedK: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      cachedV: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      cachedTokens: Global<i32, [i32]>,
    ) => {
      // Warps divide rows.
      const keyColumns = columnsOf(headDim, 1);
      const valueColumns = columnsOf(valueDim, 1);
      const heads = q.shape[2];
      const group = idiv(heads, k.shape[2]);
      const sequences = packed ? cuSeqlensQ.shape[0] - 1 : q.shape[0];
      const queryTiles = ceilDiv(packed ? max(maxQueries, 1) : q.shape[1], blockM);
      // Later queries see more keys under a causal mask: they start first.
      for (const [queryTile, head, sequence] of work([queryTiles, heads, sequences], { reversed: 0 })) {
        const batch = packed ? 0 : sequence;
        const firstQuery = packed ? cuSeqlensQ.read(sequence) : 0;
        const firstKey = packed ? cuSeqlensK.read(sequence) : 0;
        const queries = packed ? cuSeqlensQ.read(sequence + 1) - firstQuery : q.shape[1];
        const keys = packed ? cuSeqlensK.read(sequence + 1) - firstKey : k.shape[1];
        const top = queryTile * blockM;
        if (packed)
          if (queryTile === 0 && head === 0)
            assert(queries <= maxQueries, "maxQueries is at least the longest sequence's number of queries");
        if (packed && top >= queries) continue;
        const kvHead = idiv(head, group);
        const qSequence = packed ? q.slice(1, firstQuery, queries) : q;
        const kSequence = packed ? k.slice(1, firstKey, keys) : k;
        const vSequence = packed ? v.slice(1, firstKey, keys) : v;

        const queryRows = shared(dtype, [blockM, keyColumns]);
        const keyRows = shared(dtype, [blockN, keyColumns]);
        const valueRows = shared(dtype, [blockN, valueColumns]);
        const scores = fragment(f32, [blockM, blockN]);
        const weights = fragment(dtype, [blockM, blockN]);
        const sums = fragment(f32, [blockM, valueColumns]);
        const rowMax = fragment(f32, [blockM]);
        const rowSum = fragment(f32, [blockM]);
        const tileMax = fragment(f32, [blockM]);
        const softmax: Softmax = { scores, rowMax, rowSum, tileMax, tileSum: fragment(f32, [blockM]) };

        copy(qSequence.at(batch, range(top, blockM), head, range(0, keyColumns)), queryRows);
        fill(sums, 0);
        // A sink is one more logit that every row has seen before its keys, and that has no value.
        fill(rowMax, hasSinks ? sinks.read(head) * LOG2E : -Infinity);
        fill(rowSum, hasSinks ? 1 : 0);

        // Row i of the sequence sees columns i + lowest ... i + highest.
        const offset = bottomRight ? keys - queries : queryOffset;
        const lowest = left < 0 ? -WIDEST : offset - min(left, WIDEST);
        const highest = right < 0 ? keys : offset + min(right, WIDEST);
        const end = min(min(top + blockM, queries) + highest, keys);
        // Logits are compared as they come and scaled to base 2 inside the exponential, which is one fused operation (a scale is positive).
        const unit = hasSoftcap ? 1 : scale * LOG2E;
        for (const tile of pipelined(idiv(max(top + lowest, 0), blockN), ceilDiv(max(end, 0), blockN), { stages })) {
          const start = tile * blockN;
          copy(kSequence.at(batch, range(start, blockN), kvHead, range(0, keyColumns)), keyRows);
          copy(vSequence.at(batch, range(start, blockN), kvHead, range(0, valueColumns)), valueRows);
          gemm(queryRows, transpose(keyRows), scores, { accumulate: false, precision });
          for (const [i, j] of parallel(blockM, blockN)) {
            const row = top + i;
            const column = start + j;
            const visible = column < keys && column <= row + highest && column >= row + lowest;
            const logit = hasSoftcap ? softcap * LOG2E * tanh((scores[i][j] * scale) / softcap) : scores[i][j];
            scores[i][j] = visible ? logit : -Infinity;
          }
          softmaxStep(softmax, blockM, blockN, unit);
          for (const [i, j] of parallel(blockM, valueColumns)) sums[i][j] *= tileMax[i];
          convert(scores, weights);
          gemm(weights, valueRows, sums, { precision });
        }

        if (cached) {
          // Token t of the past lies in slot t mod capacity. Softmax does not care for order, so slots are walked as they lie: the one written
          // `age` tokens before the newest is column -1 - age of the chunk's rows.
          const capacity = cachedK.shape[1];
          const past = cachedTokens.read(batch);
          const stored = min(past, capacity);
          const newest = remainder(max(past - 1, 0), capacity);
          const storedKeys = cachedK.slice(1, 0, stored);
          const storedValues = cachedV.slice(1, 0, stored);
          const pastKeyRows = shared(dtype, [blockN, keyColumns]);
          const pastValueRows = shared(dtype, [blockN, valueColumns]);
          for (const tile of pipelined(0, top + lowest < 0 ? ceilDiv(stored, blockN) : 0, { stages })) {
            const start = tile * blockN;
            copy(storedKeys.at(batch, range(start, blockN), kvHead, range(0, keyColumns)), pastKeyRows);
            copy(storedValues.at(batch, range(start, blockN), kvHead, range(0, valueColumns)), pastValueRows);
            gemm(queryRows, transpose(pastKeyRows), scores, { accumulate: false, precision });
            for (const [i, j] of parallel(blockM, blockN)) {
              const slot = start + j;
              const age = slot <= newest ? newest - slot : newest - slot + capacity;
              const visible = slot < stored && -1 - age >= top + i + lowest;
              const logit = hasSoftcap ? softcap * LOG2E * tanh((scores[i][j] * scale) / softcap) : scores[i][j];
              scores[i][j] = visible ? logit : -Infinity;
            }
            softmaxStep(softmax, blockM, blockN, unit);
            for (const [i, j] of parallel(blockM, valueColumns)) sums[i][j] *= tileMax[i];
            convert(scores, weights);
            gemm(weights, pastValueRows, sums, { precision });
          }
        }

        for (const [i, j] of parallel(blockM, valueColumns)) sums[i][j] *= rowSum[i] > 0 ? 1 / rowSum[i] : 0;
        for (const [i] of parallel(blockM)) rowMax[i] = rowSum[i] > 0 ? (rowMax[i] + log2(rowSum[i])) * LN2 : -Infinity;
        const outputSequence = packed ? output.slice(1, firstQuery, queries) : output;
        const logSumExpSequence = packed ? logSumExp.slice(2, firstQuery, queries) : logSumExp;
        convert(sums, outputSequence.at(batch, range(top, blockM), head, range(0, valueColumns)));
        copy(rowMax, logSumExpSequence.at(batch, head, range(top, blockM)));
      }
    },
  {
    problem: {
      dtype: "bf16",
      headDim: 128,
      valueDim: 128,
      hasSoftcap: false,
      hasSinks: false,
      packed: false,
      bottomRight: false,
      cached: false,
      precision: "ieee",
    },
    tuning: { blockM: 64, blockN: 64, stages: 2, warps: 4 },
  },
);
