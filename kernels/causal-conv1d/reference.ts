// The causal depthwise convolution by its definition, in float64 and naive loops, and the same loops in a working precision.
import { exact, nearest, type Rounding } from "../../proptests/lib/rounding.ts";
import { orderOf, type SummationOrder } from "../../proptests/lib/summation.ts";
import { type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";

/** x [batch, token, channel]; weight [channel, width] and bias [channel] (f32). Absent tensors are null. */
export interface ConvInputs {
  readonly x: HostTensor;
  readonly weight: HostTensor;
  readonly bias: HostTensor | null;
  /** [sequence, width - 1, channel]: the tokens before each sequence's first, oldest first; zero if null. */
  readonly initialState: HostTensor | null;
  /** Packed sequences (batch is 1): first token of each sequence, and the number of all tokens at the end. */
  readonly cuSeqlens: HostTensor | null;
}
export interface ConvOptions {
  /** y is silu of the sum. */
  readonly silu: boolean;
}
/** y [batch, token, channel] and the last width - 1 tokens [sequence, width - 1, channel], row-major. */
export interface ConvResult {
  readonly y: Float64Array;
  readonly lastState: Float64Array;
}

interface Arithmetic extends Rounding {
  readonly output: (value: number) => number;
  readonly order: SummationOrder;
}

const evaluate = (inputs: ConvInputs, options: ConvOptions, { scalar, exponential, output, order }: Arithmetic): ConvResult => {
  const [batches, rows, channels] = inputs.x.shape as [number, number, number];
  const width = inputs.weight.shape[1]!;
  const taps = orderOf(width, order);
  const [x, weight] = [inputs.x.toNumbers(), inputs.weight.toNumbers()];
  const [bias, initial, bounds] = [inputs.bias, inputs.initialState, inputs.cuSeqlens].map((tensor) => tensor?.toNumbers());
  const sequences = bounds
    ? Array.from({ length: bounds.length - 1 }, (_, n) => ({ first: bounds[n]!, tokens: bounds[n + 1]! - bounds[n]! }))
    : Array.from({ length: batches }, (_, batch) => ({ first: batch * rows, tokens: rows }));
  const y = new Float64Array(batches * rows * channels);
  const lastState = new Float64Array(sequences.length * (width - 1) * channels);
  for (const [sequence, { first, tokens }] of sequences.entries()) {
    /** Token -1 is the newest before the sequence. */
    const inputAt = (token: number, channel: number): number =>
      token >= 0
        ? x[(first + token) * channels + channel]!
        : (initial?.[(sequence * (width - 1) + width - 1 + token) * channels + channel] ?? 0);
    for (let channel = 0; channel < channels; channel += 1) {
      for (let token = 0; token < tokens; token += 1) {
        let sum = bias?.[channel] ?? 0;
        for (const k of taps) sum = scalar(sum + scalar(weight[channel * width + k]! * inputAt(token - width + 1 + k, channel)));
        const gate = options.silu ? scalar(1 / scalar(1 + exponential(-sum))) : 1;
        y[(first + token) * channels + channel] = output(scalar(sum * gate));
      }
      for (let k = 0; k < width - 1; k += 1)
        lastState[(sequence * (width - 1) + k) * channels + channel] = inputAt(tokens - width + 1 + k, channel);
    }
  }
  return { y, lastState };
};

export const convReference = (inputs: ConvInputs, options: ConvOptions): ConvResult =>
  evaluate(inputs, options, { ...exact, output: (value) => value, order: "forward" });
/** The same with f32 between inputs and outputs: the natural error that budgets are multiples of. */
export const convWorkingPrecision = (
  inputs: ConvInputs,
  options: ConvOptions,
  { order = "forward", rounding = nearest }: { readonly order?: SummationOrder; readonly rounding?: Rounding } = {},
): ConvResult => evaluate(inputs, options, { ...rounding, output: (value) => roundTo(inputs.x.dtype, value), order });
