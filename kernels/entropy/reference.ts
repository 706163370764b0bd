// Entropies by their definitions in float64, and the same in a working precision.
import { type SummationOrder, orderOf } from "../../proptests/lib/summation.ts";

/** -sum p log p in nats, of probabilities; 0 log 0 is 0. */
export const entropyOf = (probabilities: readonly number[]): number =>
  -probabilities.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
/** Probabilities in proportion to e^score. */
export const softmax = (scores: readonly number[]): number[] => {
  const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
};

/** One query of one head: its part of the entropy of probabilities e^(s - logSumExp), from the scaled products with the keys that it sees. */
export interface AttentionRow {
  readonly query: readonly number[];
  readonly keys: readonly (readonly number[])[];
  readonly scale: number;
  readonly logSumExp: number;
}
export const attentionEntropyRow = ({ query, keys, scale, logSumExp }: AttentionRow): number =>
  entropyOf(keys.map((key) => Math.exp(scale * key.reduce((sum, value, d) => sum + value * query[d]!, 0) - logSumExp)));
/** The same as sum p (logSumExp - s) in f32. */
export const attentionEntropyRowF32 = ({ query, keys, scale, logSumExp }: AttentionRow, order: SummationOrder): number => {
  const { fround } = Math;
  const products = orderOf(query.length, order);
  let sum = 0;
  for (const n of orderOf(keys.length, order)) {
    let score = 0;
    for (const d of products) score = fround(score + fround(query[d]! * keys[n]![d]!));
    const surprise = fround(logSumExp - fround(score * fround(scale)));
    sum = fround(sum + fround(fround(Math.exp(-surprise)) * surprise));
  }
  return sum;
};

/** Steps of one channel over the tokens. */
export const stepsOf = (delta: readonly number[], bias: number): number[] => delta.map((value) => Math.log1p(Math.exp(value + bias)));
/** What each step is of their sum. */
export const shares = (steps: readonly number[]): number[] => {
  const total = steps.reduce((a, b) => a + b, 0);
  return steps.map((step) => step / total);
};
/** Entropy from the sums that `selectionSums` gives. */
export const entropyOfSums = ([total, moment]: readonly [total: number, moment: number]): number => Math.log(total) - moment / total;
/** The sums of the steps d, and of d log d. `scalar` rounds: to f32, or not at all. */
export const selectionSumsOf = (
  delta: readonly number[],
  bias: number,
  scalar: (value: number) => number,
  order: SummationOrder,
): [total: number, moment: number] => {
  const steps = delta.map((value) => scalar(Math.log1p(scalar(Math.exp(scalar(value + bias))))));
  let [total, moment] = [0, 0];
  for (const n of orderOf(steps.length, order)) {
    const step = steps[n]!;
    total = scalar(total + step);
    if (step > 0) moment = scalar(moment + scalar(step * scalar(Math.log(step))));
  }
  return [total, moment];
};
