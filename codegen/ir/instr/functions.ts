// Values of f32 functions that take more than one operation to say: as simulated, and where the device has no such instruction, its text.
// Guarantees: the simulated value is the printed one's bit for bit.

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
/**
 * a * b + c rounded once. The product is exact in a double; the sum is rounded to odd there (an inexact result gets its last bit set), which
 * keeps the second rounding, to f32, from going astray.
 */
export const fusedMultiplyAdd = (a: number, b: number, c: number): number => {
  const product = a * b;
  const sum = product + c;
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0 || !Number.isFinite(error)) return sum;
  double[0] = sum;
  if ((halves[0]! & 1) === 0) {
    if (error > 0 === sum > 0) halves[0]! += 1;
    else {
      if (halves[0] === 0) halves[1]! -= 1;
      halves[0]! -= 1;
    }
  }
  return double[0];
};

export const roundToEven = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  // A negative number that becomes zero becomes -0.
  return (rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1) || x * 0;
};

/**
 * 2^a to one unit in the last place: a = n + f with |f| <= 1/2, 2^f by its Taylor polynomial of degree 7 (off by less than 6e-9, and less than one
 * unit with its roundings), then the power of two in two steps, so that only the last one may round. The text and the simulation do the same.
 */
const exp2Coefficients = Array.from({ length: 7 }, (_, n) => {
  const k = 7 - n;
  return Math.fround(Math.LN2 ** k / Array.from({ length: k }, (_, i) => i + 1).reduce((a, b) => a * b, 1));
});
export const accurateExp2 = (a: number): number => {
  if (Number.isNaN(a)) return a;
  const x = Math.min(Math.max(a, -151), 129);
  const n = roundToEven(x);
  const f = Math.fround(x - n);
  const p = [...exp2Coefficients.slice(1), 1].reduce((sum, c) => Math.fround(fusedMultiplyAdd(sum, f, c)), exp2Coefficients[0]!);
  const half = Math.floor(n / 2);
  return Math.fround(Math.fround(p * 2 ** half) * 2 ** (n - half));
};
export const exp2Helper = `__device__ __forceinline__ float accurate_exp2(float a) {
  const float x = fminf(fmaxf(a, -151.0f), 129.0f), n = rintf(x), f = __fsub_rn(x, n);
  float p = ${exp2Coefficients[0]}f;
${[...exp2Coefficients.slice(1), 1].map((c) => `  p = __fmaf_rn(p, f, ${Number.isInteger(c) ? `${c}.0` : c}f);`).join("\n")}
  const int half = ((int)n) >> 1;
  p = __fmul_rn(__fmul_rn(p, __int_as_float((half + 127) << 23)), __int_as_float(((int)n - half + 127) << 23));
  return a != a ? a : p;
}`;
