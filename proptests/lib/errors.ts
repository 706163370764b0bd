// Error metrics and the one rule for budgets: the error against the float64 reference is at most a stated factor times that of the same
// operator evaluated in the working precision. Infinities and NaN count as equal only to themselves. Needs no test framework.
import type { HostTensor } from "../../dsl/host-tensor.ts";
import type { FloatType } from "../../codegen/ir/types.ts";
import { bitsOf } from "./tensors.ts";

type Values = ArrayLike<number>;

/** Half a unit in the last place of 1: the largest relative error of rounding to the dtype. */
export const roundoff: Readonly<Record<FloatType, number>> = { f32: 2 ** -24, f16: 2 ** -11, bf16: 2 ** -8 };

const reduceErrors = (actual: Values, reference: Values, combine: (total: number, error: number) => number): number => {
  if (actual.length !== reference.length) throw new RangeError(`${actual.length} values cannot agree with ${reference.length}`);
  let total = 0;
  for (let n = 0; n < actual.length; n += 1) {
    const [a, r] = [actual[n]!, reference[n]!];
    if (Number.isFinite(r) && Number.isFinite(a)) total = combine(total, Math.abs(a - r));
    else if (!Object.is(a, r)) return Number.POSITIVE_INFINITY;
  }
  return total;
};
const finite = (values: Values): number[] => Array.from(values).filter(Number.isFinite);

export const maxAbsoluteError = (actual: Values, reference: Values): number => reduceErrors(actual, reference, Math.max);
const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const absoluteError = (actual: Values, reference: Values): number =>
  Math.sqrt(reduceErrors(actual, reference, (sum, error) => sum + error * error));

/** Norm of the error over the norm of the reference; 0 where both are 0. */
export const relativeError = (actual: Values, reference: Values): number => {
  const error = absoluteError(actual, reference);
  return error === 0 ? 0 : error / norm(finite(reference));
};

export interface Comparison {
  readonly actual: Values;
  /** The float64 reference, and the same operator evaluated in the working precision. */
  readonly reference: Values;
  readonly working: Values;
  /**
   * The same in other orders of summation, asked for only where the first is not enough: each is an evaluation in the working precision, and one
   * of a few elements may be right by luck.
   */
  readonly alternatives?: () => readonly Values[];
  /** dtype that the result is rounded to. */
  readonly dtype: FloatType;
  readonly factor: number;
  /** Size of values below which errors count as absolute: 1 for logarithms, whose zero means nothing; 0 by default. */
  readonly magnitude?: number;
}

/**
 * What breaks the budget, or null. Two measures must hold: the norm of the error, and its maximum (one wrong element of many vanishes in
 * a norm). Where the working precision happens to be exact, a fraction of the dtype's rounding error stands in for its error.
 */
export const budgetProblem = ({ actual, reference, working, alternatives, dtype, factor, magnitude = 0 }: Comparison): string | null => {
  const size = finite(reference);
  const measures = [
    {
      name: "norm of the error",
      measure: absoluteError,
      floor: (roundoff[dtype] / 4) * Math.max(norm(size), magnitude * Math.sqrt(size.length)),
    },
    {
      name: "largest error",
      measure: maxAbsoluteError,
      floor: (roundoff[dtype] / 2) * size.reduce((most, value) => Math.max(most, Math.abs(value)), magnitude),
    },
  ];
  for (const { name, measure, floor } of measures) {
    const error = measure(actual, reference);
    let allowed = factor * Math.max(measure(working, reference), floor);
    if (error > allowed && alternatives)
      allowed = Math.max(allowed, ...alternatives().map((values) => factor * measure(values, reference)));
    if (!Number.isFinite(allowed))
      return `${name}: the working precision itself is not finite where the reference is, or the other way round`;
    if (!(error <= allowed))
      return `${name} is ${error.toExponential(3)}, allowed is ${allowed.toExponential(3)} (${factor} times ${dtype}); ${worst(actual, reference)}`;
  }
  return null;
};

const worst = (actual: Values, reference: Values): string => {
  let place = 0;
  let most = -1;
  for (let n = 0; n < actual.length; n += 1) {
    const error = Object.is(actual[n], reference[n]) ? 0 : Math.abs(actual[n]! - reference[n]!);
    if (Number.isNaN(error) || error > most) {
      [place, most] = [n, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error];
    }
  }
  return `worst is element ${place}: ${actual[place]} for ${reference[place]}`;
};

/** Throws unless the budget holds. */
export const expectAgrees = (what: string, comparison: Comparison): void => {
  const problem = budgetProblem(comparison);
  if (problem !== null) throw new Error(`${what}: ${problem}`);
};

/** Throws unless two tensors hold the same bits, whatever their layouts. */
export const expectSameBits = (what: string, actual: HostTensor, expected: HostTensor): void => {
  if (actual.dtype !== expected.dtype || `${actual.shape}` !== `${expected.shape}`) {
    throw new Error(`${what}: ${actual.dtype} [${actual.shape}] is compared with ${expected.dtype} [${expected.shape}]`);
  }
  const [a, b] = [bitsOf(actual), bitsOf(expected)];
  const place = a.findIndex((bits, n) => bits !== b[n]);
  if (place >= 0)
    throw new Error(`${what}: element ${place} in row-major order has bits 0x${a[place]!.toString(16)}, not 0x${b[place]!.toString(16)}`);
};
