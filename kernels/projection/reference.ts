// Projections by their definition, in float64 and naive loops, and the same in a working precision.
import { type FloatType, type HostTensor, roundTo, tf32Value } from "../../proptests/lib/tensors.ts";
import { type MatrixPrecision, type Summation, sumOfProducts } from "../../proptests/lib/summation.ts";

/** A host tensor's values, or others of any precision. */
export type Matrix = Pick<HostTensor, "shape" | "toNumbers">;
export interface ProjectionInputs {
  /** [row, inner] */
  readonly x: Matrix;
  /** [output, inner] */
  readonly weight: HostTensor;
  /** [output] */
  readonly bias: HostTensor | null;
  /** [row, output], added to the product. */
  readonly residual: HostTensor | null;
}

/** How factors, sums and outputs are rounded, and how products are summed. */
interface Arithmetic {
  readonly factor: (value: number) => number;
  readonly scalar: (value: number) => number;
  readonly output: (value: number) => number;
  readonly how: Summation;
  readonly precision: MatrixPrecision;
}
/** y [row, output], row-major. */
const evaluate = (inputs: ProjectionInputs, { factor, scalar, output, how, precision }: Arithmetic): Float64Array => {
  const [rows, inner] = inputs.x.shape as [number, number];
  const outputs = inputs.weight.shape[0]!;
  const [x, weight] = [inputs.x, inputs.weight].map((tensor) => Array.from(tensor.toNumbers(), factor));
  const [bias, residual] = [inputs.bias, inputs.residual].map((tensor) => tensor?.toNumbers());
  const y = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < outputs; column += 1) {
      const left = (k: number): number => x![row * inner + k]!;
      const right = (k: number): number => weight![column * inner + k]!;
      let sum = sumOfProducts({ how, scalar, precision, length: inner, left, right });
      if (bias) sum = scalar(sum + bias[column]!);
      if (residual) sum = scalar(sum + residual[row * outputs + column]!);
      y[row * outputs + column] = output(sum);
    }
  return y;
};

const same = (value: number): number => value;

/** x [row, inner] / sqrt(mean(x^2) + epsilon) * norm [inner], rounded as told (RMSNorm: Zhang and Sennrich, 2019, equation 4). */
const normed = (x: Matrix, norm: Matrix, epsilon: number, scalar: (value: number) => number, output: (value: number) => number): Matrix => {
  const [rows, inner] = x.shape as [number, number];
  const [values, weights] = [x.toNumbers(), norm.toNumbers()];
  const result = new Float64Array(rows * inner);
  for (let row = 0; row < rows; row += 1) {
    let squares = 0;
    for (let k = 0; k < inner; k += 1) squares = scalar(squares + scalar(values[row * inner + k]! ** 2));
    const inverse = scalar(1 / Math.sqrt(scalar(squares / inner) + epsilon));
    for (let k = 0; k < inner; k += 1) result[row * inner + k] = output(scalar(values[row * inner + k]! * inverse) * weights[k]!);
  }
  return { shape: x.shape, toNumbers: () => result };
};
export const normedReference = (x: Matrix, norm: Matrix, epsilon: number): Matrix => normed(x, norm, epsilon, same, same);
/** The same in f32, as it is stored for a projection of this dtype. */
export const normedWorkingPrecision = (x: Matrix, norm: Matrix, epsilon: number, dtype: FloatType): Matrix =>
  normed(x, norm, epsilon, Math.fround, (value) => roundTo(dtype, value));
const exact: Arithmetic = { factor: same, scalar: same, output: same, how: "forward", precision: "bf16" };
export const projectionReference = (inputs: ProjectionInputs): Float64Array => evaluate(inputs, exact);
/** The same with f32 between inputs and outputs, and factors of f32 rounded if the precision is tf32: the natural error that budgets are multiples of. */
export const projectionWorkingPrecision = (
  inputs: ProjectionInputs,
  dtype: FloatType,
  precision: MatrixPrecision,
  how: Summation,
): Float64Array => {
  const factor = precision === "tf32" ? tf32Value : same;
  return evaluate(inputs, { factor, scalar: Math.fround, output: (value) => roundTo(dtype, value), how, precision });
};
