// The budget of linear attention and of the delta rule: errors against the float64 recurrence at most twice those of the same recurrence in the working
// precision; of f32, 1e-5.
import { expectAgrees, maxAbsoluteError, relativeError } from "../../proptests/lib/errors.ts";
import { otherOrders } from "../../proptests/lib/summation.ts";
import type { FloatType, HostTensor } from "../../proptests/lib/tensors.ts";
import {
  type LinearAttentionInputs,
  type LinearAttentionOptions,
  type LinearAttentionResult,
  linearAttentionReference,
  linearAttentionWorkingPrecision,
} from "./reference.ts";

export type LinearOutputs = Readonly<Record<string, HostTensor>>;
/** Of f32, whose products are of split operands: the norm of the error relative to that of the result, and its maximum to the largest one. */
const expectClose = (what: string, actual: Float64Array, reference: Float64Array): void => {
  const most = reference.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const errors = [relativeError(actual, reference), maxAbsoluteError(actual, reference) / (most || 1)];
  if (!errors.every((error) => error <= 1e-5))
    throw new Error(`${what}: relative errors ${errors.map((e) => e.toExponential(3))}, allowed is 1e-5`);
};
/** What a case is compared with. */
export interface Evaluations {
  readonly reference: LinearAttentionResult;
  readonly working: LinearAttentionResult;
  /** The working precision in other orders of summation. */
  readonly alternatives: () => readonly LinearAttentionResult[];
}
export const evaluationsOf = (inputs: LinearAttentionInputs, options: LinearAttentionOptions): Evaluations => ({
  reference: linearAttentionReference(inputs, options),
  working: linearAttentionWorkingPrecision(inputs, options),
  alternatives: () => otherOrders.map((order) => linearAttentionWorkingPrecision(inputs, options, order)),
});
export const expectBudget = (
  what: string,
  outputs: LinearOutputs,
  dtype: FloatType,
  { reference, working, alternatives }: Evaluations,
): void => {
  for (const name of ["output", "finalState", "finalKeySum"] as const) {
    const actual = outputs[name]?.toNumbers();
    if (!actual) continue;
    if (dtype === "f32") expectClose(`${what}${name}`, actual, reference[name]);
    // A state is summed from operands of the inputs' dtype.
    else
      expectAgrees(`${what}${name}`, {
        actual,
        reference: reference[name],
        working: working[name],
        alternatives: () => alternatives().map((result) => result[name]),
        dtype,
        factor: 2,
      });
  }
};
