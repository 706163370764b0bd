// Whether two strided tensors share a byte: exactly, for interleaved slices of one buffer overlap as ranges but not as elements.

/** The bytes from + sum of i * step, 0 <= i < extent on every axis, of some memory. */
export interface ByteLattice { readonly memory: unknown; readonly from: number; readonly axes: readonly { readonly extent: number; readonly step: number }[] }

/** Far more than the strides of tensors in one buffer need; for odder ones the answer is the safe one. */
const mostSteps = 20_000;

export const share = (a: ByteLattice, b: ByteLattice): boolean => {
  if (a.memory !== b.memory || [...a.axes, ...b.axes].some(({ extent }) => extent === 0)) return false;
  // a's index minus b's, by step: do such multiples of the steps add up to the distance?
  const ranges = new Map<number, [number, number]>();
  for (const [{ axes }, sign] of [[a, 1], [b, -1]] as const)
    for (const { extent, step } of axes) {
      const range = ranges.get(step) ?? [0, 0];
      range[sign > 0 ? 1 : 0] += sign * (extent - 1);
      ranges.set(step, range);
    }
  const terms = [...ranges].filter(([step]) => step > 0).sort(([x], [y]) => y - x);
  // What the terms from n on can add up to, at least and at most.
  const reach: readonly (readonly [number, number])[] = terms.map((_, n) => {
    let [least, most] = [0, 0];
    for (const [step, [low, high]] of terms.slice(n)) [least, most] = [least + step * low, most + step * high];
    return [least, most];
  });
  let steps = 0;
  const solve = (n: number, distance: number): boolean => {
    if (n === terms.length) return distance === 0;
    if (++steps > mostSteps) return true;
    const [step, [low, high]] = terms[n]!;
    const [least, most] = reach[n + 1] ?? [0, 0];
    for (let t = Math.max(low, Math.ceil((distance - most) / step)); t <= Math.min(high, Math.floor((distance - least) / step)); t++) if (solve(n + 1, distance - t * step)) return true;
    return false;
  };
  return solve(0, b.from - a.from);
};
