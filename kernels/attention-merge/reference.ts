// Joining attention over two disjoint sets of keys by its definition (softmax over both), for one head of one token, in float64, and the same in f32.

export interface AttentionPart {
  readonly output: ArrayLike<number>;
  readonly logSumExp: number;
}
const joined = (first: AttentionPart, second: AttentionPart, scalar: (value: number) => number): AttentionPart => {
  const top = Math.max(first.logSumExp, second.logSumExp);
  if (top === -Infinity) return { output: new Float64Array(first.output.length), logSumExp: -Infinity };
  const [a, b] = [first, second].map(({ logSumExp }) => scalar(Math.exp(scalar(logSumExp - top)))) as [number, number];
  const total = scalar(a + b);
  return {
    output: Float64Array.from({ length: first.output.length }, (_, n) =>
      scalar(scalar(scalar(first.output[n]! * a) + scalar(second.output[n]! * b)) / total),
    ),
    logSumExp: scalar(top + scalar(Math.log(total))),
  };
};
export const mergeReference = (first: AttentionPart, second: AttentionPart): AttentionPart => joined(first, second, (value) => value);
/** The same with f32 throughout: the natural error that budgets are multiples of. */
export const mergeWorkingPrecision = (first: AttentionPart, second: AttentionPart): AttentionPart => joined(first, second, Math.fround);
