// Intervals of whole numbers: what is known of a scalar whose value is not. Every rule is conservative: the interval of a result has every value
// that results from values of the operands' intervals, as a machine computes it. What may leave 32 bits may wrap, and is anything of its dtype.
import type { BinaryOp } from "./tile.ts";
import { type DType, isFloat } from "./types.ts";

/** low <= value <= high; a low above the high says that no value gets there. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
export const interval = (low: number, high: number): Interval => ({ low, high });

/** All values of a dtype. Of an i64, where not even sums of doubles are exact, nothing is known. */
export const allOf = (dtype: DType): Interval => {
  switch (dtype) {
    case "bool":
      return interval(0, 1);
    case "i8":
      return interval(-128, 127);
    case "i32":
      return interval(-(2 ** 31), 2 ** 31 - 1);
    case "u32":
      return interval(0, 2 ** 32 - 1);
    case "i64":
    case "f32":
    case "f16":
    case "bf16":
    case "f8e4m3":
    case "f8e5m2":
      return interval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    default:
      return dtype satisfies never;
  }
};
export const isWithin = (inner: Interval, outer: Interval): boolean => inner.low >= outer.low && inner.high <= outer.high;
export const intersection = (a: Interval, b: Interval): Interval => interval(Math.max(a.low, b.low), Math.min(a.high, b.high));
export const union = (a: Interval, b: Interval): Interval => interval(Math.min(a.low, b.low), Math.max(a.high, b.high));

/** Values of an exact result, once they are in a register of the dtype. */
export const fitted = (exact: Interval, dtype: DType): Interval => {
  const all = allOf(dtype);
  const isExact = Math.max(Math.abs(exact.low), Math.abs(exact.high)) <= Number.MAX_SAFE_INTEGER;
  return !isFloat(dtype) && isExact && isWithin(exact, all) ? exact : all;
};

/** Of a function that takes its extremes where its arguments take theirs. */
export const atCorners = (a: Interval, b: Interval, value: (a: number, b: number) => number): Interval => {
  const corners = [value(a.low, b.low), value(a.low, b.high), value(a.high, b.low), value(a.high, b.high)].map((x) =>
    // 0 times infinity.
    Number.isNaN(x) ? 0 : x,
  );
  return interval(Math.min(...corners), Math.max(...corners));
};

/** Of arithmetic and comparisons on integers and bools, before the result is fitted to its dtype. */
export const binaryInterval = (op: BinaryOp, a: Interval, b: Interval): Interval => {
  const truth = (always: boolean, never: boolean): Interval => interval(always ? 1 : 0, never ? 0 : 1);
  switch (op) {
    case "add":
      return interval(a.low + b.low, a.high + b.high);
    case "subtract":
      return interval(a.low - b.high, a.high - b.low);
    case "multiply":
      return atCorners(a, b, (x, y) => x * y);
    case "divide":
      return allOf("f32");
    case "less":
      return truth(a.high < b.low, a.low >= b.high);
    case "lessEqual":
      return truth(a.high <= b.low, a.low > b.high);
    case "greater":
      return truth(a.low > b.high, a.high <= b.low);
    case "greaterEqual":
      return truth(a.low >= b.high, a.high < b.low);
    case "equal":
      return truth(a.low === a.high && b.low === b.high && a.low === b.low, a.high < b.low || a.low > b.high);
    case "notEqual":
      return truth(a.high < b.low || a.low > b.high, a.low === a.high && b.low === b.high && a.low === b.low);
    case "and":
      return interval(Math.min(a.low, b.low), Math.min(a.high, b.high));
    case "or":
      return interval(Math.max(a.low, b.low), Math.max(a.high, b.high));
    default:
      return op satisfies never;
  }
};

// ---- rules of the language's functions; each record names its own

/** Least number of the form 2^n - 1 that is not less. */
const mask = (high: number): number => 2 ** (32 - Math.clz32(high)) - 1;
const anything = interval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
const isPositive = (a: Interval): boolean => a.low > 0;
const isNotNegative = (a: Interval): boolean => a.low >= 0;
const largest = ({ low, high }: Interval): number => Math.max(Math.abs(low), Math.abs(high));

export const quotientInterval =
  (quotient: (a: number, b: number) => number) =>
  ([a, b]: readonly Interval[]): Interval => {
    if (isPositive(b!)) return atCorners(a!, b!, quotient);
    // A quotient is not larger than the dividend; by 0, which is not allowed, it is 0 here.
    const most = largest(a!);
    return isNotNegative(a!) && isNotNegative(b!) ? interval(0, most) : interval(-most, most);
  };
export const absoluteInterval = ([a]: readonly Interval[]): Interval =>
  isNotNegative(a!) ? a! : interval(a!.high < 0 ? -a!.high : 0, largest(a!));
export const remainderInterval = ([a, b]: readonly Interval[]): Interval => {
  if (isNotNegative(a!) && a!.high < b!.low) return a!;
  const most = Math.max(0, largest(b!) - 1);
  return interval(a!.low < 0 ? Math.max(a!.low, -most) : 0, a!.high > 0 ? Math.min(a!.high, most) : 0);
};
export const bitAndInterval = ([a, b]: readonly Interval[]): Interval => {
  const masks = [a!, b!].filter(isNotNegative).map(({ high }) => high);
  return masks.length > 0 ? interval(0, Math.min(...masks)) : anything;
};
export const bitOrInterval = ([a, b]: readonly Interval[]): Interval =>
  isNotNegative(a!) && isNotNegative(b!) ? interval(Math.max(a!.low, b!.low), mask(Math.max(a!.high, b!.high))) : anything;
export const bitXorInterval = ([a, b]: readonly Interval[]): Interval =>
  isNotNegative(a!) && isNotNegative(b!) ? interval(0, mask(Math.max(a!.high, b!.high))) : anything;
/** `by`: what a shift by so many bits makes of a number. */
export const shiftInterval =
  (by: (value: number, bits: number) => number) =>
  ([a, b]: readonly Interval[]): Interval =>
    isWithin(b!, interval(0, 31)) ? atCorners(a!, b!, by) : anything;
