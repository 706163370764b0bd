// RMSNorm by its definition (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019), after adding to a residual and before a gate, in
// float64, and the same in a working precision.
import { exact, nearest, type Rounding } from "../../proptests/lib/rounding.ts";
import { type FloatType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";
import { placesIn, type SummationOrder } from "../../proptests/lib/summation.ts";

export interface NormInputs {
  /** [row, width] */
  readonly x: HostTensor;
  /** [row, width], added to x first. */
  readonly addend: HostTensor | null;
  /** [width] */
  readonly weight: HostTensor;
  /** [row, width]: the result is multiplied by silu of it. */
  readonly gate: HostTensor | null;
  readonly epsilon: number;
}
/** y and x + addend, [row, width] each, row-major. */
export interface NormResult {
  readonly y: Float64Array;
  readonly sum: Float64Array;
}

const evaluate = (
  inputs: NormInputs,
  { scalar, exponential }: Rounding,
  output: (value: number) => number,
  order: SummationOrder,
): NormResult => {
  const [rows, width] = inputs.x.shape as [number, number];
  const [x, weight] = [inputs.x.toNumbers(), inputs.weight.toNumbers()];
  const [addend, gate] = [inputs.addend, inputs.gate].map((tensor) => tensor?.toNumbers());
  const sum = Float64Array.from({ length: rows * width }, (_, n) => scalar(x[n]! + (addend?.[n] ?? 0)));
  const y = new Float64Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    let squares = 0;
    for (let n = 0; n < width; n += 1) {
      const value = sum[row * width + placesIn[order](n, width)]!;
      squares = scalar(squares + scalar(value * value));
    }
    const inverse = scalar(1 / scalar(Math.sqrt(scalar(scalar(squares / width) + scalar(inputs.epsilon)))));
    for (let n = row * width; n < (row + 1) * width; n += 1) {
      const normed = scalar(scalar(sum[n]! * inverse) * weight[n - row * width]!);
      const opening = gate ? scalar(gate[n]! / scalar(1 + exponential(-gate[n]!))) : 1;
      y[n] = output(scalar(normed * opening));
    }
  }
  return { y, sum };
};

export const normReference = (inputs: NormInputs): NormResult => evaluate(inputs, exact, (value) => value, "forward");
/** The same with f32 between inputs and outputs: the natural error that budgets are multiples of. */
export const normWorkingPrecision = (
  inputs: NormInputs,
  dtype: FloatType,
  { order = "forward", rounding = nearest }: { readonly order?: SummationOrder; readonly rounding?: Rounding } = {},
): NormResult => evaluate(inputs, rounding, (value) => roundTo(dtype, value), order);
