// Exponential and logarithm out of correctly rounded operations alone, in one order: the same bits on every execution, which a device's fast functions
// do not give.
import { f32, floor, fma, max, type u32 } from "../../dsl/index.ts";

/** 2^x for x from -126 to 0, to 2^-22 of its value: a Taylor series around the middle of the fraction, times a power of two by squaring. */
export const powerOfTwo = (x: f32): f32 => {
  const whole = floor(max(x, -126));
  const g = max(x, -126) - whole - 0.5;
  let p = fma(g, 2.157062300896799e-5, 0.00021783881590746446);
  p = fma(g, p, 0.0018856498765369369);
  p = fma(g, p, 0.013602088628663626);
  p = fma(g, p, 0.07849466324122069);
  p = fma(g, p, 0.3397315841830749);
  p = fma(g, p, 0.9802581434685472);
  p = fma(g, p, 1.4142135623730951);
  // -whole, at most 126, bit by bit.
  let rest: f32 = -whole;
  const by64: f32 = rest >= 64 ? 2 ** -64 : 1;
  rest = rest >= 64 ? rest - 64 : rest;
  const by32: f32 = rest >= 32 ? 2 ** -32 : 1;
  rest = rest >= 32 ? rest - 32 : rest;
  const by16: f32 = rest >= 16 ? 2 ** -16 : 1;
  rest = rest >= 16 ? rest - 16 : rest;
  const by8: f32 = rest >= 8 ? 2 ** -8 : 1;
  rest = rest >= 8 ? rest - 8 : rest;
  const by4: f32 = rest >= 4 ? 2 ** -4 : 1;
  rest = rest >= 4 ? rest - 4 : rest;
  const by2: f32 = rest >= 2 ? 2 ** -2 : 1;
  rest = rest >= 2 ? rest - 2 : rest;
  const by1: f32 = rest >= 1 ? 0.5 : 1;
  return p * (by64 * by32) * (by16 * by8 * (by4 * (by2 * by1)));
};

/**
 * A number of the exponential distribution, -log(1 - u), from 32 random bits u: relative accuracy 2^-20 also near 0. `bits` and `others` are the bits and
 * their complement.
 */
export const exponential = (bits: u32, others: u32): f32 => {
  const u = (f32(bits) + 0.5) * 2 ** -32;
  // 1 - u from its own bits, times a power of two that brings it above 1/2.
  let rest: f32 = (f32(others) + 0.5) * 2 ** -32;
  let halvings: f32 = 0;
  halvings = rest < 2 ** -16 ? halvings + 16 : halvings;
  rest = rest < 2 ** -16 ? rest * 2 ** 16 : rest;
  halvings = rest < 2 ** -8 ? halvings + 8 : halvings;
  rest = rest < 2 ** -8 ? rest * 2 ** 8 : rest;
  halvings = rest < 2 ** -4 ? halvings + 4 : halvings;
  rest = rest < 2 ** -4 ? rest * 2 ** 4 : rest;
  halvings = rest < 2 ** -2 ? halvings + 2 : halvings;
  rest = rest < 2 ** -2 ? rest * 2 ** 2 : rest;
  halvings = rest < 0.5 ? halvings + 1 : halvings;
  rest = rest < 0.5 ? rest * 2 : rest;
  // -log(rest) = 2 artanh((1 - rest) / (1 + rest)).
  const s = u < 0.5 ? u / (2 - u) : (1 - rest) / (1 + rest);
  const t = s * s;
  let p = fma(t, 1 / 15, 1 / 13);
  p = fma(t, p, 1 / 11);
  p = fma(t, p, 1 / 9);
  p = fma(t, p, 1 / 7);
  p = fma(t, p, 1 / 5);
  p = fma(t, p, 1 / 3);
  p = fma(t, p, 1);
  const near = 2 * s * p;
  return u < 0.5 ? near : fma(halvings, 0.6931471805599453, near);
};
