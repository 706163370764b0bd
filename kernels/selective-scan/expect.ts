// The budget of the selective scan: errors against the float64 reference at most `factor` times those of the same operator in the working
// precision; of f32, also 1e-5 of the values.
import { expectAgrees, relativeError } from "../../proptests/lib/errors.ts";
import { otherOrders } from "../../proptests/lib/summation.ts";
import type { FloatType } from "../../proptests/lib/tensors.ts";
import { type ScanInputs, type ScanOptions, type ScanResult, scanReference, scanWorkingPrecision } from "./reference.ts";

/** Throws unless the results agree with the definition, within the budget of y's dtype and of f32. */
export const expectScan = (
  what: string,
  inputs: ScanInputs,
  options: ScanOptions,
  actual: { readonly y: ArrayLike<number>; readonly lastState: ArrayLike<number> },
): void => {
  const [reference, working] = [scanReference(inputs, options), scanWorkingPrecision(inputs, options)];
  const compare = (name: keyof ScanResult, dtype: FloatType): void => {
    expectAgrees(`${name}${what}`, {
      actual: actual[name],
      reference: reference[name],
      working: working[name],
      alternatives: () => otherOrders.map((order) => scanWorkingPrecision(inputs, options, order)[name]),
      dtype,
      factor: dtype === "f32" ? 8 : 2,
    });
    const relative = relativeError(actual[name], reference[name]);
    if (dtype === "f32" && !(relative <= 1e-5))
      throw new Error(`${name}${what}: the error is ${relative.toExponential(2)} of the values, above 1e-5`);
  };
  compare("y", inputs.u.dtype as FloatType);
  compare("lastState", "f32");
};
