// Activation functions of single numbers, each the same operations for every argument. Written in the language itself: the compiler inlines
// them.
import { abs, approximateReciprocal, exp2, type f32, fma, max } from "./index.ts";

const LOG2E = 1.4426950408889634;

/**
 * log(1 + e^x) = max(x, 0) + log1p(e), e = e^-|x|. log1p(e) is e times a polynomial that is off by 5e-9 of its value at most for e from 0
 * to 1 (minimax, by Remez), so that small values keep their relative accuracy; no branch, one special-function operation.
 */
export const softplus = (x: f32): f32 => {
  const e = exp2(abs(x) * -LOG2E);
  let p = fma(e, -0.0032440251744052418, 0.019851462302021394);
  p = fma(e, p, -0.05695953404160757);
  p = fma(e, p, 0.10603654849164368);
  p = fma(e, p, -0.15305592541642213);
  p = fma(e, p, 0.1967593924337836);
  p = fma(e, p, -0.24954133652302923);
  p = fma(e, p, 0.33329962416165515);
  p = fma(e, p, -0.4999990242275646);
  p = fma(e, p, 0.9999999952872204);
  return fma(e, p, max(x, 0));
};

/** x * sigmoid(x), also called swish. */
export const silu = (x: f32): f32 => x * approximateReciprocal(1 + exp2(x * -LOG2E));
