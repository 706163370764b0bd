// Whole sequences token by token in f32, where products of chunks would round their operands: one block walks a sequence with `blockV` values of a
// head's state in registers, which is read once and written once.
import {
  copy,
  type Dim,
  exp,
  f32,
  fragment,
  type Global,
  type i32,
  idiv,
  kernel,
  parallel,
  range,
  reduceSum,
  serial,
  type Static,
  work,
} from "../../dsl/index.ts";

export interface RecurrentProblem {
  readonly keyDim: number;
  readonly valueDim: number;
  /** A log decay of each head, or of each key channel of a token. */
  readonly decay: "head" | "channel";
}
export interface RecurrentTuning {
  /** Values of a block: divides valueDim. */
  readonly blockV: number;
  readonly warps: number;
}
/**
 * q and k [sequence, token, group, keyDim], v [sequence, token, head, valueDim] and rate [head] or gates [sequence, token, head, keyDim] give output as v,
 * and move states [sequence, head, keyDim, valueDim] on by all tokens, in place.
 */
export const recurrentTokens = kernel(
  import.meta.url,
  "recurrentTokens",
  ({ keyDim, valueDim, decay }: Static<RecurrentProblem>, { blockV }: Static<RecurrentTuning>) =>
    (
      q: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      k: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      v: Global<f32, [i32, i32, i32, Dim<"valueDim">]>,
      rate: Global<f32, [i32]>,
      gates: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      states: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      output: Global<f32, [i32, i32, i32, Dim<"valueDim">]>,
      scale: f32,
    ) => {
      const [sequences, tokens, heads] = v.shape;
      for (const [valueTile, head, sequence] of work([idiv(valueDim, blockV), heads, sequences])) {
        const group = idiv(head, idiv(heads, q.shape[2]));
        const keys = range(0, keyDim);
        const values = range(valueTile * blockV, blockV);
        const state = fragment(f32, [keyDim, blockV]);
        const products = fragment(f32, [keyDim, blockV]);
        const query = fragment(f32, [keyDim]);
        const key = fragment(f32, [keyDim]);
        const kept = fragment(f32, [keyDim]);
        const value = fragment(f32, [blockV]);
        const result = fragment(f32, [blockV]);
        copy(states.at(sequence, head, keys, values), state);
        for (const token of serial(0, tokens)) {
          copy(q.at(sequence, token, group, keys), query);
          copy(k.at(sequence, token, group, keys), key);
          copy(v.at(sequence, token, head, values), value);
          if (decay === "channel") copy(gates.at(sequence, token, head, keys), kept);
          for (const [c] of parallel(keyDim)) kept[c] = exp(decay === "channel" ? kept[c] : rate.read(head));
          for (const [c, d] of parallel(keyDim, blockV)) {
            state[c][d] = state[c][d] * kept[c] + key[c] * value[d];
            products[c][d] = state[c][d] * query[c];
          }
          reduceSum(products, 0, result);
          for (const [d] of parallel(blockV)) result[d] *= scale;
          copy(result, output.at(sequence, token, head, values));
        }
        copy(state, states.at(sequence, head, keys, values));
      }
    },
  { problem: { keyDim: 128, valueDim: 128, decay: "channel" }, tuning: { blockV: 16, warps: 4 } },
);
