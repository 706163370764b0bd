// The chunk form of linear attention: one block walks the chunks of a segment for `blockV` values of a head, with the state in registers as
// state[value][key]. Inside a chunk, products of matrices; between chunks, the state. Every exponential is of a decay from an earlier token to a
// later one, so none exceeds 1.
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
  min,
  parallel,
  pipelined,
  range,
  reduceSum,
  remainder,
  shared,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";
import { chunkSlot, decayBetween, keyColumnsOf } from "./sums.ts";

export interface OutputsProblem<T extends number> {
  readonly dtype: DType<T>;
  /** Of the products: "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
  readonly keyDim: number;
  readonly valueDim: number;
  /** Tokens of a chunk. */
  readonly chunk: number;
  /** "none"; "scalar": `wholes` and `sums` have the decays; "channel": queries and keys come decayed, with the chunk's scores, and `decays` has the chunks'. */
  readonly decay: "none" | "scalar" | "channel";
  /** Values are multiplied by `steps`. */
  readonly hasSteps: boolean;
  readonly hasSkip: boolean;
  readonly normalise: boolean;
  readonly packed: boolean;
  readonly hasInitialState: boolean;
}
export interface OutputsTuning {
  /** Values of a block: divides valueDim. */
  readonly blockV: number;
  readonly stages: number;
  readonly warps: number;
}

/**
 * q and k [batch, token, group, keyDim], v [batch, token, head, valueDim] give output as v. Of decay "channel", q and k are [batch, token, head,
 * keyDim], decayed from the chunk's beginning and to its end; scores [batch, token, head, chunk] are those of a token with earlier ones of its chunk,
 * and ownScores [batch, head, slot, token of the chunk] those with itself. A row of `states` and `keySums` is sequence * segments + segment; a segment is of `segmentChunks` chunks, and a
 * sequence's last one writes its final state. Slots are `chunkSlot`'s.
 */
export const chunkOutputs = kernel(
  import.meta.url,
  "chunkOutputs",
  <T extends f16 | bf16 | f32>(
    { dtype, precision, keyDim, valueDim, chunk, decay, hasSteps, hasSkip, normalise, packed, hasInitialState }: Static<OutputsProblem<T>>,
    { blockV, stages, warps }: Static<OutputsTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      wholes: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      sums: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      steps: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      skip: Global<f32, [i32]>,
      scores: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      ownScores: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      decays: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      states: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      keySums: Global<f32, [i32, i32, Dim<"keyDim">]>,
      cuSeqlens: Global<i32, [i32]>,
      output: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      finalState: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      finalKeySum: Global<f32, [i32, i32, Dim<"keyDim">]>,
      segments: i32,
      segmentChunks: i32,
      scale: f32,
    ) => {
      const keyColumns = keyColumnsOf(keyDim, blockV, warps);
      const scalesValues = decay === "scalar" || hasSteps;
      const unit = normalise ? 1 : scale;
      const heads = v.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : q.shape[0];
      for (const [valueTile, head, row] of work([idiv(valueDim, blockV), heads, sequences * segments])) {
        const sequence = idiv(row, segments);
        const segment = remainder(row, segments);
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : q.shape[1];
        const chunks = ceilDiv(tokens, chunk);
        const from = segment * segmentChunks;
        // Of other decays the kernels before this one say so.
        if (packed && decay === "none")
          if (valueTile === 0 && head === 0 && segment === 0)
            assert(chunks <= segments * segmentChunks, "maxTokens is at least the longest sequence's length");
        if (segment > 0 && from >= chunks) continue;
        const until = min(from + segmentChunks, chunks);
        const left = valueTile * blockV;
        const group = idiv(head, idiv(heads, q.shape[2]));
        const queries = packed ? q.slice(1, first, tokens) : q;
        const keys = packed ? k.slice(1, first, tokens) : k;
        const values = packed ? v.slice(1, first, tokens) : v;
        const given = packed ? scores.slice(1, first, tokens) : scores;
        const results = packed ? output.slice(1, first, tokens) : output;

        const state = fragment(f32, [blockV, keyColumns]);
        const stateOperand = fragment(dtype, [blockV, keyColumns]);
        const sum = fragment(f32, [chunk, blockV]);
        const queryRows = shared(dtype, [chunk, keyColumns]);
        const keyRows = shared(dtype, [chunk, keyColumns]);
        const valueRows = shared(dtype, [chunk, blockV]);
        const wholeTile = shared(f32, [chunk]);
        const sumTile = shared(f32, [chunk]);
        const stepTile = shared(f32, [chunk]);
        const decayTile = shared(f32, [keyColumns]);
        const ownTile = shared(f32, [chunk]);
        const givenScores = shared(dtype, [chunk, chunk]);
        const score = fragment(f32, [chunk, chunk]);
        const weight = fragment(dtype, [chunk, chunk]);
        const weightTile = shared(dtype, [chunk, chunk]);
        const valueFragment = fragment(dtype, [chunk, blockV]);
        const scaledValues = shared(dtype, [chunk, blockV]);
        const keySum = fragment(f32, [keyColumns]);
        const keyTotal = fragment(f32, [keyColumns]);
        const normaliser = fragment(f32, [chunk]);
        const scoreSum = fragment(f32, [chunk]);
        const normaliserRows = shared(f32, [chunk]);
        const products = fragment(f32, [chunk, keyColumns]);

        if (hasInitialState)
          for (const [d, c] of parallel(blockV, keyColumns))
            state[d][c] = keyColumns === keyDim || c < keyDim ? states.read(row, head, c, left + d) : 0;
        else fill(state, 0);
        if (normalise) {
          if (hasInitialState) copy(keySums.at(row, head, range(0, keyColumns)), keySum);
          else fill(keySum, 0);
        }
        for (const n of pipelined(from, until, { stages })) {
          const top = n * chunk;
          const slot = chunkSlot(packed, first, chunk, sequence, n);
          copy(queries.at(batch, range(top, chunk), group, range(0, keyColumns)), queryRows);
          copy(keys.at(batch, range(top, chunk), group, range(0, keyColumns)), keyRows);
          copy(values.at(batch, range(top, chunk), head, range(left, blockV)), valueRows);
          if (decay === "scalar") {
            copy(wholes.at(batch, head, slot, range(0, chunk)), wholeTile);
            copy(sums.at(batch, head, slot, range(0, chunk)), sumTile);
          }
          if (hasSteps) copy(steps.at(batch, head, slot, range(0, chunk)), stepTile);
          if (decay === "channel") {
            copy(decays.at(batch, head, slot, range(0, keyColumns)), decayTile);
            copy(given.at(batch, range(top, chunk), head, range(0, chunk)), givenScores);
            copy(ownScores.at(batch, head, slot, range(0, chunk)), ownTile);
          } else {
            gemm(queryRows, transpose(keyRows), score, { accumulate: false, precision });
            for (const [i, j] of parallel(chunk, chunk)) {
              const decayed = decay === "scalar" ? score[i][j] * decayBetween(wholeTile, sumTile, j, i) : score[i][j];
              const stepped = hasSteps ? decayed * stepTile[j] : decayed;
              const scaled = stepped * unit;
              if (i === j) ownTile[min(i, j)] = scaled;
              score[i][j] = j < i ? scaled : 0;
            }
            convert(score, weight);
            copy(weight, weightTile);
            if (normalise) {
              // Summed as rounded: what dominates a row then cancels in its quotient.
              convert(weight, score);
              reduceSum(score, 1, scoreSum);
            }
          }
          const total = decay === "scalar" ? wholeTile[chunk - 1]! + sumTile[chunk - 1]! : 0;
          if (scalesValues) {
            copy(valueRows, valueFragment);
            for (const [j, d] of parallel(chunk, blockV)) {
              const kept = decay === "scalar" ? decayBetween(wholeTile, sumTile, j, chunk - 1) : 1;
              valueFragment[j][d] = dtype(f32(valueFragment[j][d]) * (hasSteps ? kept * stepTile[j] : kept));
            }
            copy(valueFragment, scaledValues);
          }
          convert(state, stateOperand);
          gemm(queryRows, transpose(stateOperand), sum, { accumulate: false, precision });
          if (decay !== "channel")
            for (const [i, d] of parallel(chunk, blockV)) sum[i][d] *= decay === "scalar" ? unit * exp2(wholeTile[i] + sumTile[i]) : unit;
          if (decay === "channel") gemm(givenScores, valueRows, sum, { precision });
          else gemm(weightTile, valueRows, sum, { precision });
          // What a token adds itself is not rounded on its way.
          for (const [i, d] of parallel(chunk, blockV)) sum[i][d] += ownTile[i] * f32(valueRows[i][d]);
          if (decay === "channel") for (const [i, d] of parallel(chunk, blockV)) sum[i][d] *= scale;
          if (normalise) {
            convert(queryRows, products);
            for (const [i, c] of parallel(chunk, keyColumns)) products[i][c] *= keySum[c];
            reduceSum(products, 1, normaliser);
            for (const [i] of parallel(chunk))
              normaliserRows[i] = decay === "scalar" ? normaliser[i] * exp2(wholeTile[i] + sumTile[i]) : normaliser[i];
            for (const [i] of parallel(chunk)) normaliserRows[i] += scoreSum[i] + ownTile[i];
            for (const [i, d] of parallel(chunk, blockV)) sum[i][d] /= normaliserRows[i];
            convert(keyRows, products);
            if (decay === "scalar")
              for (const [j, c] of parallel(chunk, keyColumns)) products[j][c] *= decayBetween(wholeTile, sumTile, j, chunk - 1);
            reduceSum(products, 0, keyTotal);
            for (const [c] of parallel(keyColumns))
              keySum[c] = decay === "scalar" ? keySum[c] * exp2(total) + keyTotal[c] : keySum[c] + keyTotal[c];
          }
          if (hasSkip) {
            const own = skip.read(head);
            for (const [i, d] of parallel(chunk, blockV)) sum[i][d] += own * f32(valueRows[i][d]);
          }
          convert(sum, results.at(batch, range(top, chunk), head, range(left, blockV)));
          if (decay === "scalar") {
            const kept = exp2(total);
            for (const [d, c] of parallel(blockV, keyColumns)) state[d][c] *= kept;
          }
          if (decay === "channel") for (const [d, c] of parallel(blockV, keyColumns)) state[d][c] *= decayTile[c];
          if (scalesValues) gemm(transpose(scaledValues), keyRows, state, { precision });
          else gemm(transpose(valueRows), keyRows, state, { precision });
        }
        if (until === chunks) {
          for (const [d, c] of parallel(blockV, keyColumns))
            if (keyColumns === keyDim || c < keyDim) finalState.write(state[d][c], sequence, head, c, left + d);
          if (normalise && valueTile === 0) copy(keySum, finalKeySum.at(sequence, head, range(0, keyColumns)));
        }
      }
    },
  {
    problem: {
      dtype: "bf16",
      precision: "ieee",
      keyDim: 128,
      valueDim: 128,
      chunk: 64,
      decay: "scalar",
      hasSteps: false,
      hasSkip: false,
      normalise: false,
      packed: false,
      hasInitialState: false,
    },
    tuning: { blockV: 128, stages: 2, warps: 8 },
  },
);
