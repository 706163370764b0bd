// Projections by their definition, in float64 and naive loops, and the same in a working precision.
import { type FloatType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";
import { placesIn, type SummationOrder } from "../../proptests/lib/summation.ts";

export interface ProjectionInputs {
  /** [row, inner] */
  readonly x: HostTensor;
  /** [output, inner] */
  readonly weight: HostTensor;
  /** [output] */
  readonly bias: HostTensor | null;
  /** [row, output], added to the product. */
  readonly residual: HostTensor | null;
}

/** y [row, output], row-major. */
const evaluate = (
  inputs: ProjectionInputs,
  factor: (value: number) => number,
  scalar: (value: number) => number,
  output: (value: number) => number,
  order: SummationOrder,
): Float64Array => {
  const [rows, inner] = inputs.x.shape as [number, number];
  const outputs = inputs.weight.shape[0]!;
  const [x, weight] = [inputs.x, inputs.weight].map((tensor) => Array.from(tensor.toNumbers(), factor));
  const [bias, residual] = [inputs.bias, inputs.residual].map((tensor) => tensor?.toNumbers());
  const y = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < outputs; column += 1) {
      let sum = 0;
      for (let n = 0; n < inner; n += 1) {
        const k = placesIn[order](n, inner);
        sum = scalar(sum + scalar(x![row * inner + k]! * weight![column * inner + k]!));
      }
      if (bias) sum = scalar(sum + bias[column]!);
      if (residual) sum = scalar(sum + residual[row * outputs + column]!);
      y[row * outputs + column] = output(sum);
    }
  return y;
};

const same = (value: number): number => value;
export const projectionReference = (inputs: ProjectionInputs): Float64Array => evaluate(inputs, same, same, same, "forward");
/** The same with f32 between inputs and outputs, and factors rounded by `factor`: the natural error that budgets are multiples of. */
export const projectionWorkingPrecision = (
  inputs: ProjectionInputs,
  dtype: FloatType,
  order: SummationOrder = "forward",
  factor: (value: number) => number = same,
): Float64Array => evaluate(inputs, factor, Math.fround, (value) => roundTo(dtype, value), order);
