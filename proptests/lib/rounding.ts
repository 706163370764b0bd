// f32 arithmetic as IEEE 754 rounds it in other directions, with exponentials by powers of 2, as GPUs have them: evaluations in the working precision
// beside the plain one. What rounds to nearest may be right by luck; of an operation's errors upwards and downwards, one is half a unit at least.

export interface Rounding {
  readonly scalar: (value: number) => number;
  /** e to the power of an f32. */
  readonly exponential: (value: number) => number;
}
const word = new Float32Array(1);
const bits = new Int32Array(word.buffer);
/** The f32 next to a finite one, above or below. */
const beside = (value: number, direction: 1 | -1): number => {
  if (value === 0) return direction * 2 ** -149;
  word[0] = value;
  bits[0]! += value > 0 ? direction : -direction;
  return word[0]!;
};
const directed =
  (direction: 1 | -1) =>
  (value: number): number => {
    const nearest = Math.fround(value);
    return Number.isFinite(nearest) && direction * nearest < direction * value ? beside(nearest, direction) : nearest;
  };
const inBaseTwo = (scalar: (value: number) => number): Rounding => ({
  scalar,
  exponential: (value) => scalar(2 ** scalar(value * Math.fround(Math.LOG2E))),
});

export const exact: Rounding = { scalar: (value) => value, exponential: Math.exp };
export const nearest: Rounding = { scalar: Math.fround, exponential: (value) => Math.fround(Math.exp(value)) };
export const otherRoundings: readonly Rounding[] = [inBaseTwo(directed(1)), inBaseTwo(directed(-1))];
