// Linear attention by its definition, token by token in float64: the truth that every execution is held to. The same loops in a working
// precision say how large an error is natural; nothing here is fast or clever.
import { orderOf, type SummationOrder } from "../../proptests/lib/summation.ts";
import { type DType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";

/**
 * What a state forgets before a token is added, as natural logarithms that are at most 0: nothing ("none"), or a log decay per head ("head"),
 * per head and token ("token"), per head, token and key channel ("channel"); "step": per head, times the token's step (Mamba-2's SSD).
 */
export type Decay = "none" | "head" | "token" | "channel" | "step";

/**
 * q and k [batch, token, group, keyDim], v [batch, token, head, valueDim]; heads are a multiple of groups, and head h uses group
 * floor(h / (heads / groups)). Packed sequences lie one behind the other in a batch of 1.
 */
export interface LinearAttentionInputs {
  readonly q: HostTensor;
  readonly k: HostTensor;
  readonly v: HostTensor;
  /** [head], [batch, token, head] or [batch, token, head, keyDim], as the decay says. */
  readonly logDecay: HostTensor | null;
  /** [batch, token, head]: with decay "step", what multiplies the log decay and the value. */
  readonly step: HostTensor | null;
  /** [batch, token, head]: the delta rule's rate. Given, a token replaces what its key recalls instead of adding to it. */
  readonly beta: HostTensor | null;
  /** [head]: this much of the value is added to the output. */
  readonly skip: HostTensor | null;
  /** [sequence, head, keyDim, valueDim], and [sequence, head, keyDim] with normalisation; null for zeros. */
  readonly initialState: HostTensor | null;
  readonly initialKeySum: HostTensor | null;
  /** [sequences + 1]: where each packed sequence begins, and the number of all tokens. */
  readonly cuSeqlens: HostTensor | null;
}
export interface LinearAttentionOptions {
  readonly decay: Decay;
  readonly scale: number;
  /** Outputs are divided by q . (the decayed sum of keys); the scale cancels. */
  readonly normalise: boolean;
}
/** Output as v; states as the initial ones; all row-major. */
export interface LinearAttentionResult {
  readonly output: Float64Array;
  readonly finalState: Float64Array;
  readonly finalKeySum: Float64Array;
}

/** How the numbers between inputs and outputs are rounded: every operation's result, and what enters a product of matrices. */
interface Arithmetic {
  readonly scalar: (value: number) => number;
  readonly operand: (value: number) => number;
}
const exact: Arithmetic = { scalar: (value) => value, operand: (value) => value };
/** f32 sums, decays and states; states, values and keys that enter products, and outputs, in the inputs' dtype. */
const working = (dtype: DType): Arithmetic => ({ scalar: Math.fround, operand: (value) => roundTo(dtype, value) });

/** One sequence of one head: rows of q, k and v, and where what concerns the head stands. */
interface Sequence {
  readonly sequence: number;
  readonly batch: number;
  readonly first: number;
  readonly tokens: number;
}
export const sequencesOf = ({ q, cuSeqlens }: Pick<LinearAttentionInputs, "q" | "cuSeqlens">): Sequence[] => {
  const [batches, tokens] = q.shape as [number, number];
  if (cuSeqlens === null) return Array.from({ length: batches }, (_, batch) => ({ sequence: batch, batch, first: 0, tokens }));
  const starts = cuSeqlens.toNumbers();
  return Array.from({ length: starts.length - 1 }, (_, n) => ({
    sequence: n,
    batch: 0,
    first: starts[n]!,
    tokens: starts[n + 1]! - starts[n]!,
  }));
};

const evaluate = (
  inputs: LinearAttentionInputs,
  options: LinearAttentionOptions,
  { scalar, operand }: Arithmetic,
  summation: SummationOrder = "forward",
): LinearAttentionResult => {
  const [, tokens, groups, keyDim] = inputs.q.shape as [number, number, number, number];
  const [heads, valueDim] = [inputs.v.shape[2]!, inputs.v.shape[3]!];
  const numbers = (tensor: HostTensor | null): Float64Array | undefined => tensor?.toNumbers();
  const [q, k, v] = [inputs.q.toNumbers(), inputs.k.toNumbers(), inputs.v.toNumbers()];
  const [logDecay, step, beta, skip] = [inputs.logDecay, inputs.step, inputs.beta, inputs.skip].map(numbers);
  const [initialState, initialKeySum] = [numbers(inputs.initialState), numbers(inputs.initialKeySum)];
  const sequences = sequencesOf(inputs);
  const channels = orderOf(keyDim, summation);
  const output = new Float64Array(v.length);
  const finalState = new Float64Array(sequences.length * heads * keyDim * valueDim);
  const finalKeySum = new Float64Array(sequences.length * heads * keyDim);

  /** Natural log decay of a head's token at `row` (of all batches) for channel c. */
  const logDecayAt = (row: number, head: number, c: number): number => {
    switch (options.decay) {
      case "none":
        return 0;
      case "head":
        return logDecay![head]!;
      case "token":
        return logDecay![row * heads + head]!;
      case "channel":
        return logDecay![(row * heads + head) * keyDim + c]!;
      case "step":
        return scalar(logDecay![head]! * step![row * heads + head]!);
      default:
        return options.decay satisfies never;
    }
  };
  for (const { sequence, batch, first, tokens: length } of sequences)
    for (let head = 0; head < heads; head++) {
      const group = Math.floor(head / (heads / groups));
      const place = (sequence * heads + head) * keyDim;
      const state = finalState.subarray(place * valueDim, (place + keyDim) * valueDim);
      const keySum = finalKeySum.subarray(place, place + keyDim);
      if (initialState) state.set(initialState.subarray(place * valueDim, (place + keyDim) * valueDim));
      if (initialKeySum) keySum.set(initialKeySum.subarray(place, place + keyDim));
      const written = new Float64Array(valueDim);
      for (let token = 0; token < length; token++) {
        const row = batch * tokens + first + token;
        const key = k.subarray((row * groups + group) * keyDim, (row * groups + group + 1) * keyDim);
        const query = q.subarray((row * groups + group) * keyDim, (row * groups + group + 1) * keyDim);
        const value = v.subarray((row * heads + head) * valueDim, (row * heads + head + 1) * valueDim);
        for (let c = 0; c < keyDim; c++) {
          const kept = scalar(Math.exp(logDecayAt(row, head, c)));
          keySum[c] = scalar(scalar(keySum[c]! * kept) + key[c]!);
          for (let d = 0; d < valueDim; d++) state[c * valueDim + d] = scalar(state[c * valueDim + d]! * kept);
        }
        for (let d = 0; d < valueDim; d++) {
          let add = value[d]!;
          if (beta) {
            let recalled = 0;
            for (const c of channels) recalled = scalar(recalled + key[c]! * operand(state[c * valueDim + d]!));
            add = operand(scalar(beta[row * heads + head]! * scalar(add - recalled)));
          }
          written[d] = step ? operand(scalar(step[row * heads + head]! * add)) : add;
        }
        // What the token itself adds goes through its score, in full precision: an operand it need not be.
        let score = 0;
        let normaliser = 0;
        for (const c of channels) {
          score = scalar(score + query[c]! * key[c]!);
          normaliser = scalar(normaliser + query[c]! * keySum[c]!);
        }
        for (let d = 0; d < valueDim; d++) {
          let sum = scalar(score * written[d]!);
          for (const c of channels) {
            const place = c * valueDim + d;
            sum = scalar(sum + query[c]! * operand(state[place]!));
            state[place] = scalar(state[place]! + scalar(key[c]! * written[d]!));
          }
          let result = options.normalise ? scalar(sum / normaliser) : scalar(sum * options.scale);
          if (skip) result = scalar(result + skip[head]! * value[d]!);
          output[(row * heads + head) * valueDim + d] = operand(result);
        }
      }
    }
  return { output, finalState, finalKeySum };
};

export const linearAttentionReference = (inputs: LinearAttentionInputs, options: LinearAttentionOptions): LinearAttentionResult =>
  evaluate(inputs, options, exact);
/** The same in the inputs' own dtype, with f32 between: the natural error that budgets are multiples of. */
export const linearAttentionWorkingPrecision = (
  inputs: LinearAttentionInputs,
  options: LinearAttentionOptions,
  order?: SummationOrder,
): LinearAttentionResult => evaluate(inputs, options, working(inputs.v.dtype), order);
