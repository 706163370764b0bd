// Whether two strided tensors share a byte, or two elements of one do: exactly, for interleaved slices of one buffer overlap as ranges but not
// as elements.

/** The bytes from + sum of i * step, 0 <= i < extent on every axis, of some memory. */
export interface ByteLattice {
  readonly memory: unknown;
  readonly from: number;
  readonly axes: readonly { readonly extent: number; readonly step: number }[];
}

/** Far more than the strides of tensors in one buffer need; for odder ones the answer is the safe one. */
const mostSteps = 20_000;

type Term = readonly [step: number, least: number, most: number];
/** Whether multiples of steps, each within its bounds, add up to a distance; `others`: not all of them 0. True if that takes too long to find out. */
const reaches = (unsorted: readonly Term[], distance: number, others: boolean): boolean => {
  const terms = unsorted.toSorted(([x], [y]) => y - x);
  // What the terms from n on can add up to, at least and at most.
  const reach = terms.map((_, n) => {
    let [least, most] = [0, 0];
    for (const [step, low, high] of terms.slice(n)) [least, most] = [least + step * low, most + step * high];
    return [least, most] as const;
  });
  let steps = 0;
  const solve = (n: number, rest: number, moved: boolean): boolean => {
    if (n === terms.length) return rest === 0 && (moved || !others);
    if (++steps > mostSteps) return true;
    const [step, low, high] = terms[n]!;
    const [least, most] = reach[n + 1] ?? [0, 0];
    for (let t = Math.max(low, Math.ceil((rest - most) / step)); t <= Math.min(high, Math.floor((rest - least) / step)); t++)
      if (solve(n + 1, rest - t * step, moved || t !== 0)) return true;
    return false;
  };
  return solve(0, distance, false);
};

const isEmpty = ({ axes }: ByteLattice): boolean => axes.some(({ extent }) => extent === 0);
const lastByte = ({ from, axes }: ByteLattice): number => axes.reduce((last, { extent, step }) => last + (extent - 1) * step, from);

export const share = (a: ByteLattice, b: ByteLattice): boolean => {
  if (a.memory !== b.memory || isEmpty(a) || isEmpty(b)) return false;
  // Most tensors of a call lie apart, and launches are made of many calls.
  if (lastByte(a) < b.from || lastByte(b) < a.from) return false;
  // a's index minus b's, by step.
  const ranges = new Map<number, [number, number]>();
  for (const [{ axes }, sign] of [
    [a, 1],
    [b, -1],
  ] as const)
    for (const { extent, step } of axes) {
      const range = ranges.get(step) ?? [0, 0];
      range[sign > 0 ? 1 : 0] += sign * (extent - 1);
      ranges.set(step, range);
    }
  return reaches(
    [...ranges].flatMap(([step, [low, high]]): Term[] => (step > 0 ? [[step, low, high]] : [])),
    b.from - a.from,
    false,
  );
};

/** Whether two different indices of a tensor have a byte in common. */
export const overlapsItself = (lattice: ByteLattice): boolean => {
  if (isEmpty(lattice)) return false;
  const moving = lattice.axes.filter(({ extent }) => extent > 1).sort((x, y) => x.step - y.step);
  // As in a row-major tensor: each step goes farther than all smaller ones together.
  let reach = 0;
  const isNested = moving.every(({ extent, step }) => {
    const farther = step > reach;
    reach += (extent - 1) * step;
    return farther;
  });
  if (isNested) return false;
  // The difference of two indices, by axis: is it ever no way at all?
  return (
    moving.some(({ step }) => step === 0) ||
    reaches(
      moving.map(({ extent, step }): Term => [step, 1 - extent, extent - 1]),
      0,
      true,
    )
  );
};
