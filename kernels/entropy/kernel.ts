// How spread out the choices of a layer are: of attention the terms of each query's entropy, of a selective scan what the entropy of a channel's
// steps over a sequence is computed from. Both are sums over parts of a sequence, so that a sequence may come in any chunks.
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
  log,
  max,
  min,
  parallel,
  pipelined,
  range,
  reduceSum,
  remainder,
  serial,
  shared,
  softplus,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";

const LOG2E = 1.4426950408889634;
/** Larger windows are as good as unbounded, and sums of positions stay inside i32. */
const WIDEST = 2 ** 29;

export interface AttentionEntropyProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly headDim: number;
  /** Queries also see keys of their own chunk, k. */
  readonly hasChunk: boolean;
  /** Of the product: "ieee" for 16 bits, "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
}
export interface AttentionEntropyTuning {
  readonly blockM: number;
  readonly blockN: number;
  readonly stages: number;
  readonly warps: number;
}
/**
 * q [batch, token, head, headDim], k [batch, token, kvHead, headDim], cachedK [batch, slot, kvHead, headDim], of which cachedTokens [batch] says how
 * many keys it has ever taken (key t lies in slot t mod slots, and query 0 follows the newest), logSumExp and entropy [batch, head, token]: the sum
 * over the keys seen, whose distances are `nearest` ... `window` - 1 (-1: unbounded), of p (logSumExp - s), where s is the scaled score and
 * p = e^(s - logSumExp). No term is negative, and sums over disjoint sets of keys add up to the entropy of all that logSumExp is about.
 */
export const attentionEntropyForward = kernel(
  import.meta.url,
  "attentionEntropyForward",
  <T extends f32 | f16 | bf16>(
    { dtype, headDim, hasChunk, precision }: Static<AttentionEntropyProblem<T>>,
    { blockM, blockN, stages }: Static<AttentionEntropyTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      cachedK: Global<T, [i32, i32, i32, Dim<"headDim">]>,
      cachedTokens: Global<i32, [i32]>,
      logSumExp: Global<f32, [i32, i32, i32]>,
      entropy: Global<f32, [i32, i32, i32]>,
      nearest: i32,
      window: i32,
      scale: f32,
    ) => {
      // As matrix instructions take them: what lies behind a head's end is read as 0.
      const keyColumns = 8 * ceilDiv(headDim, 8);
      const [batches, tokens, heads] = q.shape;
      const [, capacity, kvHeads] = cachedK.shape;
      // Later queries see more keys: they start first.
      for (const [queryTile, head, batch] of work([ceilDiv(tokens, blockM), heads, batches], { reversed: 0 })) {
        const top = queryTile * blockM;
        const kvHead = idiv(head, idiv(heads, kvHeads));
        const reach = window < 0 ? WIDEST : min(window, WIDEST);
        const queryRows = shared(dtype, [blockM, keyColumns]);
        const keyRows = shared(dtype, [blockN, keyColumns]);
        const scores = fragment(f32, [blockM, blockN]);
        const whole = fragment(f32, [blockM]);
        const sums = fragment(f32, [blockM]);
        const tileSums = fragment(f32, [blockM]);
        copy(q.at(batch, range(top, blockM), head, range(0, keyColumns)), queryRows);
        copy(logSumExp.at(batch, head, range(top, blockM)), whole);
        fill(sums, 0);

        if (hasChunk)
          for (const tile of pipelined(idiv(max(top - reach + 1, 0), blockN), ceilDiv(min(top + blockM, tokens), blockN), { stages })) {
            copy(k.at(batch, range(tile * blockN, blockN), kvHead, range(0, keyColumns)), keyRows);
            gemm(queryRows, transpose(keyRows), scores, { accumulate: false, precision });
            for (const [i, j] of parallel(blockM, blockN)) {
              const distance = top + i - (tile * blockN + j);
              const surprise = whole[i] - scores[i][j] * scale;
              scores[i][j] = distance >= nearest && distance < reach ? exp2(-surprise * LOG2E) * surprise : 0;
            }
            reduceSum(scores, 1, tileSums);
            for (const [i] of parallel(blockM)) sums[i] += tileSums[i];
          }

        // Sums do not care for order, so slots are walked as they lie: the one written `age` tokens before the newest is key -1 - age of the chunk.
        const past = cachedTokens.read(batch);
        const stored = min(past, capacity);
        const newest = remainder(max(past - 1, 0), capacity);
        const storedKeys = cachedK.slice(1, 0, stored);
        const pastKeyRows = shared(dtype, [blockN, keyColumns]);
        for (const tile of pipelined(0, top + 1 < reach ? ceilDiv(stored, blockN) : 0, { stages })) {
          copy(storedKeys.at(batch, range(tile * blockN, blockN), kvHead, range(0, keyColumns)), pastKeyRows);
          gemm(queryRows, transpose(pastKeyRows), scores, { accumulate: false, precision });
          for (const [i, j] of parallel(blockM, blockN)) {
            const slot = tile * blockN + j;
            const age = slot <= newest ? newest - slot : newest - slot + capacity;
            const distance = top + i + 1 + age;
            const surprise = whole[i] - scores[i][j] * scale;
            scores[i][j] = slot < stored && distance >= nearest && distance < reach ? exp2(-surprise * LOG2E) * surprise : 0;
          }
          reduceSum(scores, 1, tileSums);
          for (const [i] of parallel(blockM)) sums[i] += tileSums[i];
        }
        copy(sums, entropy.at(batch, head, range(top, blockM)));
      }
    },
  {
    problem: { dtype: "bf16", headDim: 128, hasChunk: true, precision: "ieee" },
    tuning: { blockM: 64, blockN: 64, stages: 2, warps: 4 },
  },
);

export interface SelectionProblem<T extends number> {
  readonly dtype: DType<T>;
}
export interface SelectionTuning {
  readonly blockC: number;
  readonly blockT: number;
  readonly warps: number;
}
/**
 * delta [token, channel] and bias [channel] are steps d = softplus(delta + bias); sums [2, channel]: of each channel the sum of d over the tokens, and
 * that of d log d, which is 0 where d is.
 */
export const selectionForward = kernel(
  import.meta.url,
  "selectionForward",
  <T extends f32 | f16 | bf16>(_problem: Static<SelectionProblem<T>>, { blockC, blockT }: Static<SelectionTuning>) =>
    (delta: Global<T, [i32, i32]>, bias: Global<f32, [i32]>, sums: Global<f32, [i32, i32]>) => {
      const [tokens, channels] = delta.shape;
      for (const [tile] of work([ceilDiv(channels, blockC)])) {
        const here = range(tile * blockC, blockC);
        const steps = fragment(f32, [blockT, blockC]);
        const terms = fragment(f32, [blockT, blockC]);
        const shift = fragment(f32, [blockC]);
        const total = fragment(f32, [blockC]);
        const moment = fragment(f32, [blockC]);
        const part = fragment(f32, [blockC]);
        copy(bias.at(here), shift);
        fill(total, 0);
        fill(moment, 0);
        for (const first of serial(0, tokens, blockT)) {
          convert(delta.at(range(first, blockT), here), steps);
          for (const [t, c] of parallel(blockT, blockC)) {
            const step = first + t < tokens ? softplus(steps[t][c] + shift[c]) : 0;
            steps[t][c] = step;
            terms[t][c] = step > 0 ? step * log(step) : 0;
          }
          reduceSum(steps, 0, part);
          for (const [c] of parallel(blockC)) total[c] += part[c];
          reduceSum(terms, 0, part);
          for (const [c] of parallel(blockC)) moment[c] += part[c];
        }
        copy(total, sums.at(0, here));
        copy(moment, sums.at(1, here));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { blockC: 32, blockT: 32, warps: 4 } },
);
