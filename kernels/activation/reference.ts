// SwiGLU (Shazeer, "GLU Variants Improve Transformer", 2020) and the log-sigmoid gates of gated linear attention (Yang et al., 2023, section
// 4.4) by their definitions in float64, and the same in a working precision.
import { exact, nearest, type Rounding } from "../../proptests/lib/rounding.ts";
import { type FloatType, roundTo } from "../../proptests/lib/tensors.ts";

/** One element: silu(a) * b. */
const swigluOf = (a: number, b: number, { scalar, exponential }: Rounding): number => scalar(scalar(a / scalar(1 + exponential(-a))) * b);
/** One element: log(sigmoid(x)) * scale. */
const logSigmoidOf = (x: number, scale: number, { scalar, exponential }: Rounding): number =>
  scalar(scalar(scalar(Math.min(x, 0)) - scalar(Math.log1p(exponential(-Math.abs(x))))) * scale);

type Values = ArrayLike<number>;
export const swigluReference = (a: Values, b: Values): Float64Array => Float64Array.from(a, (value, n) => swigluOf(value, b[n]!, exact));
/** The same with f32 between inputs and outputs: the natural error that budgets are multiples of. */
export const swigluWorkingPrecision = (a: Values, b: Values, dtype: FloatType, rounding: Rounding = nearest): Float64Array =>
  Float64Array.from(a, (value, n) => roundTo(dtype, swigluOf(value, b[n]!, rounding)));
export const logSigmoidReference = (x: Values, scale: number): Float64Array =>
  Float64Array.from(x, (value) => logSigmoidOf(value, scale, exact));
export const logSigmoidWorkingPrecision = (x: Values, scale: number, dtype: FloatType, rounding: Rounding = nearest): Float64Array =>
  Float64Array.from(x, (value) => roundTo(dtype, logSigmoidOf(value, scale, rounding)));
