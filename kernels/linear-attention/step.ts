// The recurrent form: one new token of every sequence, in place on a pool of states. One block takes `blockV` values of a head; a state is read
// once and written once. With normalisation, `stepKeySum` runs first and `stepToken` divides by what it leaves.
import {
  type bf16,
  convert,
  copy,
  type Dim,
  type DType,
  exp,
  type f16,
  f32,
  fragment,
  type Fragment,
  type Global,
  type i32,
  idiv,
  kernel,
  parallel,
  range,
  reduceSum,
  type Static,
  work,
} from "../../dsl/index.ts";

type StepDecay = "none" | "head" | "token" | "channel" | "step";

interface StepDecays {
  /** Holds the gates of decay "channel" already. */
  readonly kept: Fragment<f32, [Dim<"keyDim">]>;
  readonly rate: Global<f32, [i32]>;
  readonly logDecay: Global<f32, [i32, i32]>;
  readonly step: Global<f32, [i32, i32]>;
}
/** What a token leaves of each key channel. */
const decayChannels = (
  { kept, rate, logDecay, step }: StepDecays,
  decay: StepDecay,
  sequence: i32,
  head: i32,
  keyDim: Dim<"keyDim">,
): void => {
  if (decay === "none") for (const [c] of parallel(keyDim)) kept[c] = 1;
  if (decay === "head") for (const [c] of parallel(keyDim)) kept[c] = exp(rate.read(head));
  if (decay === "token") for (const [c] of parallel(keyDim)) kept[c] = exp(logDecay.read(sequence, head));
  if (decay === "step") for (const [c] of parallel(keyDim)) kept[c] = exp(rate.read(head) * step.read(sequence, head));
  if (decay === "channel") for (const [c] of parallel(keyDim)) kept[c] = exp(kept[c]);
};

export interface KeySumProblem<T extends number, G extends number> {
  readonly dtype: DType<T>;
  readonly gateDtype: DType<G>;
  readonly keyDim: number;
  readonly decay: StepDecay;
  /** State `stateIndices[n]` is sequence n's, instead of state n; a sequence of index -1 is left out. */
  readonly indexed: boolean;
}
/** Adds one token's key to keySums [state, head, keyDim], decayed. Arguments as `stepToken` takes them. */
export const stepKeySum = kernel(
  import.meta.url,
  "stepKeySum",
  <T extends f16 | bf16 | f32, G extends f32 | f16 | bf16>(
    { keyDim, decay, indexed }: Static<KeySumProblem<T, G>>,
    _tuning: Static<{ warps: number }>,
  ) =>
    (
      k: Global<T, [i32, i32, Dim<"keyDim">]>,
      rate: Global<f32, [i32]>,
      logDecay: Global<f32, [i32, i32]>,
      gates: Global<G, [i32, i32, Dim<"keyDim">]>,
      step: Global<f32, [i32, i32]>,
      stateIndices: Global<i32, [i32]>,
      keySums: Global<f32, [i32, i32, Dim<"keyDim">]>,
    ) => {
      const heads = keySums.shape[1];
      for (const [head, sequence] of work([heads, k.shape[0]])) {
        const row = indexed ? stateIndices.read(sequence) : sequence;
        if (row < 0) continue;
        const sum = fragment(f32, [keyDim]);
        const key = fragment(f32, [keyDim]);
        const kept = fragment(f32, [keyDim]);
        copy(keySums.at(row, head, range(0, keyDim)), sum);
        convert(k.at(sequence, idiv(head, idiv(heads, k.shape[1])), range(0, keyDim)), key);
        if (decay === "channel") convert(gates.at(sequence, head, range(0, keyDim)), kept);
        const given: StepDecays = { kept, rate, logDecay, step };
        decayChannels(given, decay, sequence, head, keyDim);
        for (const [c] of parallel(keyDim)) sum[c] = sum[c] * kept[c] + key[c];
        copy(sum, keySums.at(row, head, range(0, keyDim)));
      }
    },
  { problem: { dtype: "bf16", gateDtype: "f32", keyDim: 128, decay: "token", indexed: false }, tuning: { warps: 1 } },
);

export interface StepProblem<T extends number, G extends number> {
  readonly dtype: DType<T>;
  readonly gateDtype: DType<G>;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly decay: StepDecay;
  readonly hasBeta: boolean;
  readonly hasSkip: boolean;
  readonly normalise: boolean;
  readonly indexed: boolean;
}
export interface StepTuning {
  /** Values of a block: divides valueDim. */
  readonly blockV: number;
  readonly warps: number;
}
/**
 * q and k [sequence, group, keyDim], v [sequence, head, valueDim], rate [head] (decays "head" and "step"), logDecay [sequence, head] ("token"), gates
 * [sequence, head, keyDim] ("channel"), step [sequence, head] ("step"), beta [sequence, head], skip [head] give output as v, and move states [state,
 * head, keyDim, valueDim] on by a token. A sequence of index -1 gives zeros.
 */
export const stepToken = kernel(
  import.meta.url,
  "stepToken",
  <T extends f16 | bf16 | f32, G extends f32 | f16 | bf16>(
    { keyDim, valueDim, decay, hasBeta, hasSkip, normalise, indexed }: Static<StepProblem<T, G>>,
    { blockV }: Static<StepTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, Dim<"keyDim">]>,
      k: Global<T, [i32, i32, Dim<"keyDim">]>,
      v: Global<T, [i32, i32, Dim<"valueDim">]>,
      rate: Global<f32, [i32]>,
      logDecay: Global<f32, [i32, i32]>,
      gates: Global<G, [i32, i32, Dim<"keyDim">]>,
      step: Global<f32, [i32, i32]>,
      beta: Global<f32, [i32, i32]>,
      skip: Global<f32, [i32]>,
      stateIndices: Global<i32, [i32]>,
      keySums: Global<f32, [i32, i32, Dim<"keyDim">]>,
      states: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      output: Global<T, [i32, i32, Dim<"valueDim">]>,
      scale: f32,
    ) => {
      const heads = v.shape[1];
      for (const [valueTile, head, sequence] of work([idiv(valueDim, blockV), heads, q.shape[0]])) {
        const left = valueTile * blockV;
        const group = idiv(head, idiv(heads, q.shape[1]));
        const row = indexed ? stateIndices.read(sequence) : sequence;
        const state = fragment(f32, [keyDim, blockV]);
        const products = fragment(f32, [keyDim, blockV]);
        const query = fragment(f32, [keyDim]);
        const key = fragment(f32, [keyDim]);
        const kept = fragment(f32, [keyDim]);
        const value = fragment(f32, [blockV]);
        const written = fragment(f32, [blockV]);
        const result = fragment(f32, [blockV]);
        if (row < 0) {
          for (const [d] of parallel(blockV)) result[d] = 0;
        } else {
          copy(states.at(row, head, range(0, keyDim), range(left, blockV)), state);
          convert(q.at(sequence, group, range(0, keyDim)), query);
          convert(k.at(sequence, group, range(0, keyDim)), key);
          convert(v.at(sequence, head, range(left, blockV)), value);
          if (decay === "channel") convert(gates.at(sequence, head, range(0, keyDim)), kept);
          const given: StepDecays = { kept, rate, logDecay, step };
          decayChannels(given, decay, sequence, head, keyDim);
          for (const [c, d] of parallel(keyDim, blockV)) state[c][d] *= kept[c];
          for (const [d] of parallel(blockV)) written[d] = value[d];
          if (hasBeta) {
            for (const [c, d] of parallel(keyDim, blockV)) products[c][d] = state[c][d] * key[c];
            reduceSum(products, 0, written);
            for (const [d] of parallel(blockV)) written[d] = beta.read(sequence, head) * (value[d] - written[d]);
          }
          if (decay === "step") for (const [d] of parallel(blockV)) written[d] *= step.read(sequence, head);
          for (const [c, d] of parallel(keyDim, blockV)) {
            state[c][d] += key[c] * written[d];
            products[c][d] = state[c][d] * query[c];
          }
          reduceSum(products, 0, result);
          copy(state, states.at(row, head, range(0, keyDim), range(left, blockV)));
          if (normalise) {
            const parts = fragment(f32, [keyDim]);
            const normaliser = fragment(f32, [1]);
            copy(keySums.at(row, head, range(0, keyDim)), parts);
            for (const [c] of parallel(keyDim)) parts[c] *= query[c];
            reduceSum(parts, 0, normaliser);
            for (const [d] of parallel(blockV)) result[d] /= normaliser[0];
          } else for (const [d] of parallel(blockV)) result[d] *= scale;
          if (hasSkip) for (const [d] of parallel(blockV)) result[d] += skip.read(head) * value[d];
        }
        convert(result, output.at(sequence, head, range(left, blockV)));
      }
    },
  {
    problem: {
      dtype: "bf16",
      gateDtype: "f32",
      keyDim: 128,
      valueDim: 128,
      decay: "token",
      hasBeta: false,
      hasSkip: false,
      normalise: false,
      indexed: false,
    },
    tuning: { blockV: 32, warps: 4 },
  },
);
