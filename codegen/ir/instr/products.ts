// Sums of products as the tensor cores of Hopper form them, bit for bit (seen on an H100 for mma.sync and wgmma; found by asking, as Fasi, Higham,
// Mikaitis and Pranesh did in "Numerical behavior of NVIDIA tensor cores", 2021): all products of an instruction and the sum before it are
// added at once. The largest exponent among them, a product's being the sum of its factors' exponents, sets a unit of 2^-25 of it; what lies
// below that unit is cut off each term, and the total is cut off to f32. Other generations cut elsewhere, and take fewer products at a time.

/** Numbers with their exponents. */
export interface Factors {
  readonly values: Float64Array;
  readonly exponents: Int32Array;
}
export const factorsOf = (length: number): Factors => ({ values: new Float64Array(length), exponents: new Int32Array(length) });

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Exponents of zero, which never is the largest one, and of what is not finite, which always is. */
const none = -100_000;
const unlimited = 200_000;
/** Numbers below the least normal one have its exponent: the hardware does not shift them up. */
export const leastExponent = { bf16: -126, tf32: -126, f16: -14, f32: -126 } as const;

const exponentOf = (value: number, least: number): number => {
  if (value === 0) return none;
  double[0] = value;
  const exponent = ((words[1]! >>> 20) & 0x7ff) - 1023;
  return exponent === 1024 ? unlimited : Math.max(exponent, least);
};
export const putFactor = ({ values, exponents }: Factors, at: number, value: number, least: number): void => {
  values[at] = value;
  exponents[at] = exponentOf(value, least);
};

/** Bits of a term below the first of the largest one. */
const kept = 25;
/** Powers of 2 from 2^-lowest on. */
const lowest = 600;
const powers = Float64Array.from({ length: 2 * lowest }, (_, n) => 2 ** (n - lowest));

/** sum + left[row + k] * right[column + k] over k. */
export const sumOfProducts = (sum: number, left: Factors, row: number, right: Factors, column: number, count: number): number => {
  const [a, b, ea, eb] = [left.values, right.values, left.exponents, right.exponents];
  let largest = exponentOf(sum, leastExponent.f32);
  for (let k = 0; k < count; k++) {
    const exponent = ea[row + k]! + eb[column + k]!;
    if (exponent > largest) largest = exponent;
  }
  if (largest > lowest || largest < -lowest) {
    // Nothing but zeros, or something infinite or not a number.
    for (let k = 0; k < count; k++) sum += a[row + k]! * b[column + k]!;
    return sum;
  }
  const scale = powers[lowest + kept - largest]!;
  // A factor's significand is below 2, so terms in units are below 2^27, and the total of 17 is below 2^32.
  let total = (sum * scale) | 0;
  for (let k = 0; k < count; k++) total += (a[row + k]! * b[column + k]! * scale) | 0;
  const size = Math.abs(total);
  const cut = 8 - Math.clz32(size);
  const result = (cut > 0 ? ((size >>> cut) << cut) >>> 0 : size) * powers[lowest + largest - kept]!;
  const magnitude = result < 2 ** -126 ? Math.trunc(result * 2 ** 149) * 2 ** -149 : result;
  return total < 0 ? -magnitude : magnitude;
};
