// How far attention may be from its definition: one budget for every execution, tiling and property. Errors against float64 are at most a
// factor times those of the definition in the working precision. Outputs: 2, for probabilities are rounded before the division by their sum and
// not behind it; of f32 16, for products are sums of three tf32 products, and 1e-5 of the values at most. Log-sum-exp: 8, for the kernel works in base 2, with about three roundings where the definition has one.
import { expectAgrees, relativeError } from "../../proptests/lib/errors.ts";
import { otherSummations, type Summation } from "../../proptests/lib/summation.ts";
import type { FloatType, HostTensor } from "../../proptests/lib/tensors.ts";
import {
  type AttentionInputs,
  type AttentionOptions,
  type AttentionResult,
  attentionReference,
  attentionWorkingPrecision,
  type DecodeInputs,
  type DecodeOptions,
  decodeReference,
  decodeWorkingPrecision,
} from "./reference.ts";

export interface AttentionTruth {
  readonly reference: AttentionResult;
  working(how: Summation): AttentionResult;
}
export const attentionTruth = (inputs: AttentionInputs, options: AttentionOptions): AttentionTruth => ({
  reference: attentionReference(inputs, options),
  working: (how) => attentionWorkingPrecision(inputs, options, how),
});
export const decodeTruth = (inputs: DecodeInputs, options: DecodeOptions): AttentionTruth => ({
  reference: decodeReference(inputs, options),
  working: (how) => decodeWorkingPrecision(inputs, options, how),
});

/** Throws unless output and log-sum-exp are within the budget. */
export const expectAttention = (
  what: string,
  { output, logSumExp }: { readonly output: HostTensor; readonly logSumExp: HostTensor },
  { reference, working }: AttentionTruth,
): void => {
  const first = working("forward");
  const compare = (name: keyof AttentionResult, actual: HostTensor, dtype: FloatType, factor: number, magnitude: number): void =>
    expectAgrees(`${name} of ${what}`, {
      actual: actual.toNumbers(),
      reference: reference[name],
      working: first[name],
      alternatives: () => otherSummations.map((how) => working(how)[name]),
      dtype,
      factor,
      magnitude,
    });
  compare("output", output, output.dtype as FloatType, output.dtype === "f32" ? 16 : 2, 0);
  const relative = relativeError(output.toNumbers(), reference.output);
  if (output.dtype === "f32" && !(relative <= 1e-5))
    throw new Error(`output of ${what}: the error is ${relative.toExponential(2)} of the values, above 1e-5`);
  compare("logSumExp", logSumExp, "f32", 8, 1);
};
