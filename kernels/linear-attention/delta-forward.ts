// The gated delta rule by chunks: one block walks the chunks of a sequence for `blockV` values of one head, with the state in registers as
// state[value][key]. Values lead in every product, so that what one product gives is the next one's left operand in the same threads: the state recalls
// for keys, and the residuals, what the values have that it does not recall, give outputs, what is written and the next state. Sums over what is
// written cancel: of 16 bits, it meets the keys in two parts.
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
  parallel,
  pipelined,
  range,
  shared,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";
import { chunkSlot, decayBetween } from "./sums.ts";

export interface DeltaForwardProblem<T extends number> {
  readonly dtype: DType<T>;
  /** Of the products: "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
  readonly keyDim: number;
  readonly valueDim: number;
  /** Tokens of a chunk. */
  readonly chunk: number;
  readonly hasDecay: boolean;
  readonly packed: boolean;
  readonly hasInitialState: boolean;
}
export interface DeltaForwardTuning {
  /** Values of a block: divides valueDim. */
  readonly blockV: number;
  readonly stages: number;
  readonly warps: number;
}
/**
 * q and k [batch, token, group, keyDim], v [batch, token, head, valueDim], what `deltaPrepare` leaves and the sums of `chunkSums` give output as v and
 * finalState [sequence, head, keyDim, valueDim].
 */
export const deltaForward = kernel(
  import.meta.url,
  "deltaForward",
  <T extends f16 | bf16 | f32>(
    { dtype, precision, keyDim, valueDim, chunk, hasDecay, packed, hasInitialState }: Static<DeltaForwardProblem<T>>,
    { blockV, stages }: Static<DeltaForwardTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      weights: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      ownWeights: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      writes: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      writesRest: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      wholes: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      sums: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      cuSeqlens: Global<i32, [i32]>,
      initialState: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      output: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      finalState: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      scale: f32,
    ) => {
      const heads = v.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : q.shape[0];
      for (const [valueTile, head, sequence] of work([idiv(valueDim, blockV), heads, sequences])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : q.shape[1];
        const left = valueTile * blockV;
        const group = idiv(head, idiv(heads, q.shape[2]));
        const queries = packed ? q.slice(1, first, tokens) : q;
        const keys = packed ? k.slice(1, first, tokens) : k;
        const values = packed ? v.slice(1, first, tokens) : v;
        const given = packed ? weights.slice(1, first, tokens) : weights;
        const givenWrites = packed ? writes.slice(1, first, tokens) : writes;
        const givenRest = packed ? writesRest.slice(1, first, tokens) : writesRest;
        const results = packed ? output.slice(1, first, tokens) : output;

        const state = fragment(f32, [blockV, keyDim]);
        const stateOperand = fragment(dtype, [blockV, keyDim]);
        const residual = fragment(f32, [blockV, chunk]);
        const residualOperand = fragment(dtype, [blockV, chunk]);
        const sum = fragment(f32, [blockV, chunk]);
        const written = fragment(f32, [blockV, chunk]);
        const writtenOperand = fragment(dtype, [blockV, chunk]);
        const queryRows = shared(dtype, [chunk, keyDim]);
        const keyRows = shared(dtype, [chunk, keyDim]);
        const valueRows = shared(dtype, [chunk, blockV]);
        const weightRows = shared(dtype, [chunk, chunk]);
        const writesRows = shared(dtype, [chunk, chunk]);
        const restRows = shared(dtype, [chunk, chunk]);
        const ownTile = shared(f32, [chunk]);
        const wholeTile = shared(f32, [chunk]);
        const sumTile = shared(f32, [chunk]);
        const resultRows = shared(dtype, [chunk, blockV]);

        if (hasInitialState) for (const [d, c] of parallel(blockV, keyDim)) state[d][c] = initialState.read(sequence, head, c, left + d);
        else fill(state, 0);
        for (const n of pipelined(0, ceilDiv(tokens, chunk), { stages })) {
          const top = n * chunk;
          const slot = chunkSlot(packed, first, chunk, sequence, n);
          copy(queries.at(batch, range(top, chunk), group, range(0, keyDim)), queryRows);
          copy(keys.at(batch, range(top, chunk), group, range(0, keyDim)), keyRows);
          copy(values.at(batch, range(top, chunk), head, range(left, blockV)), valueRows);
          copy(given.at(batch, range(top, chunk), head, range(0, chunk)), weightRows);
          copy(givenWrites.at(batch, range(top, chunk), head, range(0, chunk)), writesRows);
          if (precision === "ieee") copy(givenRest.at(batch, range(top, chunk), head, range(0, chunk)), restRows);
          copy(ownWeights.at(batch, head, slot, range(0, chunk)), ownTile);
          if (hasDecay) {
            copy(wholes.at(batch, head, slot, range(0, chunk)), wholeTile);
            copy(sums.at(batch, head, slot, range(0, chunk)), sumTile);
          }
          convert(state, stateOperand);
          gemm(stateOperand, transpose(keyRows), residual, { accumulate: false, precision });
          for (const [d, i] of parallel(blockV, chunk)) {
            const kept = hasDecay ? exp2(wholeTile[i]! + sumTile[i]!) : 1;
            residual[d][i] = f32(valueRows[i]![d]!) - kept * residual[d][i];
          }
          convert(residual, residualOperand);
          gemm(stateOperand, transpose(queryRows), sum, { accumulate: false, precision });
          for (const [d, i] of parallel(blockV, chunk)) sum[d][i] *= hasDecay ? scale * exp2(wholeTile[i]! + sumTile[i]!) : scale;
          gemm(residualOperand, transpose(weightRows), sum, { precision });
          // What a token adds itself is not rounded on its way.
          for (const [d, i] of parallel(blockV, chunk)) resultRows[i]![d] = dtype(sum[d][i] + ownTile[i]! * residual[d][i]);
          copy(resultRows, results.at(batch, range(top, chunk), head, range(left, blockV)));
          gemm(residualOperand, transpose(writesRows), written, { accumulate: false, precision });
          if (precision === "ieee") gemm(residualOperand, transpose(restRows), written, { precision });
          if (hasDecay) {
            const kept = exp2(wholeTile[chunk - 1]! + sumTile[chunk - 1]!);
            for (const [d, c] of parallel(blockV, keyDim)) state[d][c] *= kept;
            for (const [d, i] of parallel(blockV, chunk)) written[d][i] *= decayBetween(wholeTile, sumTile, i, chunk - 1);
          }
          convert(written, writtenOperand);
          gemm(writtenOperand, keyRows, state, { precision });
          if (precision === "ieee") {
            for (const [d, i] of parallel(blockV, chunk)) writtenOperand[d][i] = dtype(written[d][i] - f32(writtenOperand[d][i]));
            gemm(writtenOperand, keyRows, state, { precision });
          }
        }
        for (const [d, c] of parallel(blockV, keyDim)) finalState.write(state[d][c], sequence, head, c, left + d);
      }
    },
  {
    problem: {
      dtype: "bf16",
      precision: "ieee",
      keyDim: 128,
      valueDim: 128,
      chunk: 64,
      hasDecay: true,
      packed: false,
      hasInitialState: false,
    },
    tuning: { blockV: 64, stages: 2, warps: 4 },
  },
);
