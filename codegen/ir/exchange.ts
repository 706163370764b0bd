// What the steps at which threads meet give each of them: the values they bring, in the order of the threads, to the values they take away. The
// simulator, the CPU back end and the JS run compute with these.

/** A number, or a boolean as JavaScript has them. */
export type Scalar = number | boolean;
/** `brought[n]` are the arguments of thread n of those who meet. */
export type Exchange = (brought: readonly (readonly Scalar[])[]) => readonly Scalar[];

/** Lane that a lane reads: where there is no such lane, a shuffle gives the own value. */
export const shuffleSources = {
  xor: (lane: number, mask: number) => lane ^ mask,
  down: (lane: number, distance: number) => lane + distance,
  up: (lane: number, distance: number) => lane - distance,
  index: (_: number, index: number) => index & 31,
} as const;
export type ShuffleMode = keyof typeof shuffleSources;

export const shuffled =
  (mode: ShuffleMode): Exchange =>
  (brought) =>
    brought.map(([value, operand], lane) => {
      const from = shuffleSources[mode](lane, Number(operand));
      return brought[from >= 0 && from < brought.length ? from : lane]![0] ?? value!;
    });

const everywhere = (brought: readonly unknown[], value: Scalar): Scalar[] => brought.map(() => value);
export const anyOf: Exchange = (brought) =>
  everywhere(
    brought,
    brought.some(([value]) => value),
  );
export const allOf: Exchange = (brought) =>
  everywhere(
    brought,
    brought.every(([value]) => value),
  );
/** Bit n of the result is the n-th thread's. */
export const ballotOf: Exchange = (brought) =>
  everywhere(
    brought,
    brought.reduce((mask, [value], lane) => mask + (value ? 2 ** lane : 0), 0),
  );
/** Nothing but meeting. */
export const metOnly: Exchange = (brought) => everywhere(brought, 0);

/** Reductions combine with the lane at half the distance each time: the order on every execution, so that sums have the same bits. */
export const reductionMasks = [16, 8, 4, 2, 1] as const;
export const combined =
  (combine: (a: number, b: number) => number): Exchange =>
  (brought) =>
    reductionMasks.reduce<readonly number[]>(
      (values, mask) => values.map((value, lane) => combine(value, values[lane ^ mask]!)),
      brought.map(([value]) => Number(value)),
    );
