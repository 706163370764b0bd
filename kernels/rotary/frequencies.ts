// Frequencies of rotary positions as the kernels take them: turns a position in 64-bit fixed point.
import { HostTensor } from "../../dsl/index.ts";

/**
 * [2, rotaryDim / 2]: pair i turns by base^(-2 i / rotaryDim) / condense radians a position (Su et al., "RoFormer", 2021), held as high * 2^-32 + low *
 * 2^-64 turns. `condense`: so many positions count as one.
 */
export const rotaryFrequencies = (rotaryDim: number, base = 10000, condense = 1): HostTensor => {
  const turns = Array.from({ length: rotaryDim / 2 }, (_, n) => base ** ((-2 * n) / rotaryDim) / condense / (2 * Math.PI));
  const high = turns.map((value) => Math.floor((value % 1) * 2 ** 32));
  const low = turns.map((value, n) => Math.floor(((value % 1) * 2 ** 32 - high[n]!) * 2 ** 32));
  return HostTensor.fromNumbers("u32", [2, turns.length], [...high, ...low]);
};
