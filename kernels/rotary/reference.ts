// Rotary positions by their definition (Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021; halves of a head are the
// pairs), in float64, and the same in a working precision. Angles are the exact product of position and frequency.
import { type FloatType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";

/** Whole turns left out, of a position at every frequency of [2, pairs]. */
const anglesOf = (position: number, frequencies: HostTensor): number[] => {
  const parts = frequencies.toNumbers();
  const pairs = frequencies.shape[1]!;
  return Array.from({ length: pairs }, (_, n) => {
    const turns = BigInt.asIntN(64, BigInt(position) * ((BigInt(parts[n]!) << 32n) + BigInt(parts[pairs + n]!)));
    return (Number(turns) / 2 ** 64) * 2 * Math.PI;
  });
};

/** One head at one position: its first 2 * pairs dimensions are turned. `dtype`: of the result in working precision; null for float64. */
export const turned = (head: readonly number[], position: number, frequencies: HostTensor, dtype: FloatType | null): number[] => {
  const scalar = dtype ? Math.fround : (value: number): number => value;
  const output = (value: number): number => (dtype ? roundTo(dtype, value) : value);
  const pairs = frequencies.shape[1]!;
  const result = [...head];
  for (const [n, exact] of anglesOf(position, frequencies).entries()) {
    const angle = scalar(exact);
    const [cosine, sine] = [scalar(Math.cos(angle)), scalar(Math.sin(angle))];
    const [x, y] = [head[n]!, head[pairs + n]!];
    result[n] = output(scalar(scalar(x * cosine) - scalar(y * sine)));
    result[pairs + n] = output(scalar(scalar(y * cosine) + scalar(x * sine)));
  }
  return result;
};
