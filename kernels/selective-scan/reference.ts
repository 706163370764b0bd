// The selective scan of Mamba by its definition, in float64 and naive loops: the truth that every execution of the kernels is held to. The
// same loops in a working precision say how large an error is natural; nothing here is fast or clever.
import { orderOf, type SummationOrder } from "../../proptests/lib/summation.ts";
import { type DType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";

/**
 * u, delta and z [batch, token, channel]; A [channel, state] (f32); B and C [batch, token, group, state], of which group g serves the
 * channels g * channels / groups and following; D and deltaBias [channel] (f32). Absent tensors are null.
 */
export interface ScanInputs {
  readonly u: HostTensor;
  readonly delta: HostTensor;
  readonly A: HostTensor;
  readonly B: HostTensor;
  readonly C: HostTensor;
  readonly D: HostTensor | null;
  readonly z: HostTensor | null;
  readonly deltaBias: HostTensor | null;
  /** [sequence, channel, state] (f32): the state before each sequence's first token (with `reverse`: behind its last); zero if null. */
  readonly initialState: HostTensor | null;
  /** Packed sequences (batch is 1): first token of each sequence, and the number of all tokens at the end. */
  readonly cuSeqlens: HostTensor | null;
}
export interface ScanOptions {
  /** Time steps are softplus(delta + deltaBias) instead of delta + deltaBias. */
  readonly softplus: boolean;
  /** Each sequence is walked from its last token to its first. */
  readonly reverse: boolean;
}
/** y [batch, token, channel] and the last state [sequence, channel, state], row-major. */
export interface ScanResult {
  readonly y: Float64Array;
  readonly lastState: Float64Array;
}

/** How the numbers between inputs and outputs are rounded. */
interface Arithmetic {
  readonly scalar: (value: number) => number;
  readonly output: (value: number) => number;
}
const exact: Arithmetic = { scalar: (value) => value, output: (value) => value };
const working = (dtype: DType): Arithmetic => ({ scalar: Math.fround, output: (value) => roundTo(dtype, value) });

export const softplusReference = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Where each sequence is: its batch, its first token and its length. */
export const sequencesOf = ({
  u,
  cuSeqlens,
}: Pick<ScanInputs, "u" | "cuSeqlens">): { readonly batch: number; readonly first: number; readonly tokens: number }[] => {
  const [batches, tokens] = u.shape as [number, number];
  if (cuSeqlens === null) return Array.from({ length: batches }, (_, batch) => ({ batch, first: 0, tokens }));
  const bounds = cuSeqlens.toNumbers();
  return Array.from({ length: bounds.length - 1 }, (_, n) => ({ batch: 0, first: bounds[n]!, tokens: bounds[n + 1]! - bounds[n]! }));
};

const evaluate = (
  inputs: ScanInputs,
  { softplus, reverse }: ScanOptions,
  { scalar, output }: Arithmetic,
  summation: SummationOrder = "forward",
): ScanResult => {
  const [batches, rows, channels] = inputs.u.shape as [number, number, number];
  const [, , groups, states] = inputs.B.shape as [number, number, number, number];
  const [u, delta, A, B, C] = [inputs.u, inputs.delta, inputs.A, inputs.B, inputs.C].map((tensor) => tensor.toNumbers()) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [D, z, bias, initial] = [inputs.D, inputs.z, inputs.deltaBias, inputs.initialState].map((tensor) => tensor?.toNumbers());
  const sequences = sequencesOf(inputs);
  const order = orderOf(states, summation);
  const y = new Float64Array(batches * rows * channels);
  const lastState = new Float64Array(sequences.length * channels * states);
  for (const [sequence, { batch, first, tokens }] of sequences.entries())
    for (let channel = 0; channel < channels; channel += 1) {
      const group = Math.floor(channel / (channels / groups));
      const stateAt = (sequence * channels + channel) * states;
      const state = Float64Array.from({ length: states }, (_, n) => initial?.[stateAt + n] ?? 0);
      for (let position = 0; position < tokens; position += 1) {
        const row = batch * rows + first + (reverse ? tokens - 1 - position : position);
        const at = row * channels + channel;
        const raw = scalar(delta[at]! + (bias?.[channel] ?? 0));
        const step = softplus ? scalar(softplusReference(raw)) : raw;
        const input = scalar(step * u[at]!);
        let sum = 0;
        for (const n of order) {
          const place = (row * groups + group) * states + n;
          const decay = scalar(Math.exp(scalar(step * A[channel * states + n]!)));
          state[n] = scalar(scalar(decay * state[n]!) + scalar(input * B[place]!));
          sum = scalar(sum + scalar(state[n]! * C[place]!));
        }
        const through = D ? scalar(sum + scalar(D[channel]! * u[at]!)) : sum;
        const gate = z ? scalar(z[at]! / scalar(1 + scalar(Math.exp(-z[at]!)))) : 1;
        y[at] = output(scalar(through * gate));
      }
      lastState.set(state, stateAt);
    }
  return { y, lastState };
};

export const scanReference = (inputs: ScanInputs, options: ScanOptions): ScanResult => evaluate(inputs, options, exact);
/** The same with f32 between inputs and outputs: the natural error that budgets are multiples of. */
export const scanWorkingPrecision = (inputs: ScanInputs, options: ScanOptions, order?: SummationOrder): ScanResult =>
  evaluate(inputs, options, working(inputs.u.dtype), order);
