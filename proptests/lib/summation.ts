// Ways in which the terms of a sum are added: each is an evaluation of a definition that says only what is summed.
import { tf32Value } from "../../codegen/ir/numeric.ts";

/** Orders in which each partial sum is rounded to the nearest f32. */
export type SummationOrder = "forward" | "backward" | "evenThenOdd";
/** "matrix": products are added as a matrix instruction adds them. */
export type Summation = SummationOrder | "matrix";
/** Beside the plain one: of any sums, and of sums of products that matrix instructions may form. */
export const otherOrders: readonly SummationOrder[] = ["backward", "evenThenOdd"];
export const otherSummations: readonly Summation[] = [...otherOrders, "matrix"];

/** Which of `length` terms is the n-th to be added. */
export const placesIn: Readonly<Record<Summation, (n: number, length: number) => number>> = {
  forward: (n) => n,
  matrix: (n) => n,
  backward: (n, length) => length - 1 - n,
  evenThenOdd: (n, length) => (2 * n < length ? 2 * n : 2 * (n - Math.ceil(length / 2)) + 1),
};
/** The places of `length` terms, in the order in which they are added. */
export const orderOf = (length: number, order: Summation): readonly number[] =>
  Array.from({ length }, (_, n) => placesIn[order](n, length));

const exponentOf = (value: number, least: number): number => {
  if (value === 0) return Number.NEGATIVE_INFINITY;
  let exponent = Math.floor(Math.log2(Math.abs(value)));
  if (2 ** exponent > Math.abs(value)) exponent--;
  return Math.max(exponent, least);
};
const cutTo = (unit: number, value: number): number => Math.trunc(value / unit) * unit;

/** What multiplies: 16 products of 16-bit factors at a time, or 8 of tf32; "3xtf32" is three products of two parts of f32 factors. */
export type MatrixPrecision = "bf16" | "f16" | "tf32" | "3xtf32";
export const precisionOf = (dtype: "bf16" | "f16" | "f32"): MatrixPrecision => (dtype === "f32" ? "3xtf32" : dtype);

/**
 * One matrix instruction of Hopper: all terms are cut, towards zero, to a multiple of 2^-25 of the largest power of 2 among the sum and the products (a
 * product's is that of its factors' ones), and their total is cut to f32. By the definition, in float64.
 */
export const matrixStep = (start: number, left: readonly number[], right: readonly number[], precision: MatrixPrecision): number => {
  const least = precision === "f16" ? -14 : -126;
  const largest = Math.max(exponentOf(start, -126), ...left.map((a, n) => exponentOf(a, least) + exponentOf(right[n]!, least)));
  const plain = left.reduce((sum, a, n) => sum + a * right[n]!, start);
  if (largest === Number.NEGATIVE_INFINITY || !Number.isFinite(plain)) return plain;
  const unit = 2 ** (largest - 25);
  const total = left.reduce((sum, a, n) => sum + cutTo(unit, a * right[n]!), cutTo(unit, start));
  return total === 0 ? 0 : cutTo(2 ** (exponentOf(total, -126) - 23), total);
};
const matrixSum = (start: number, left: readonly number[], right: readonly number[], precision: MatrixPrecision): number => {
  const step = precision === "bf16" || precision === "f16" ? 16 : 8;
  let sum = start;
  for (let first = 0; first < left.length; first += step) {
    const [a, b] = [left.slice(first, first + step), right.slice(first, first + step)];
    if (precision === "3xtf32") {
      const [aLarge, bLarge] = [a.map(tf32Value), b.map(tf32Value)];
      const rest = (all: readonly number[], large: readonly number[]): number[] => all.map((value, n) => tf32Value(value - large[n]!));
      sum = matrixStep(matrixStep(sum, rest(a, aLarge), bLarge, "tf32"), aLarge, rest(b, bLarge), "tf32");
      sum = matrixStep(sum, aLarge, bLarge, "tf32");
    } else sum = matrixStep(sum, a, b, precision);
  }
  return sum;
};

export interface ProductSum {
  readonly how: Summation;
  /** Rounds partial sums, unless matrix instructions do. */
  readonly scalar: (value: number) => number;
  readonly precision: MatrixPrecision;
  readonly length: number;
  readonly left: (n: number) => number;
  readonly right: (n: number) => number;
}
/** The sum of left(n) * right(n). */
export const sumOfProducts = ({ how, scalar, precision, length, left, right }: ProductSum): number => {
  if (how === "matrix") {
    const places = orderOf(length, how);
    return matrixSum(0, places.map(left), places.map(right), precision);
  }
  let sum = 0;
  for (let n = 0; n < length; n++) {
    const place = placesIn[how](n, length);
    sum = scalar(sum + left(place) * right(place));
  }
  return sum;
};
