// Counter-based random numbers: the same key and counter give the same bits on every execution and in every order, so that each element can draw
// its own. Written in the language itself: the compiler inlines it.
import { addWrap, bitXor, f32, mulHigh, mulWrap, u32, unrolled } from "./index.ts";

/**
 * Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011): four u32 of random bits for a
 * key of two u32 (the seed) and a counter of four, which must differ wherever the bits are to differ:
 * `const [a, b, c, d] = philox([seed, 0], [u32(i), u32(step), 0, 0]);`
 */
export const philox = (key: readonly [u32, u32], counter: readonly [u32, u32, u32, u32]): readonly [u32, u32, u32, u32] => {
  let k0: u32 = key[0];
  let k1: u32 = key[1];
  let c0: u32 = counter[0];
  let c1: u32 = counter[1];
  let c2: u32 = counter[2];
  let c3: u32 = counter[3];
  for (const _ of unrolled(0, 10)) {
    const high0 = u32(mulHigh(c0, u32(0xd2511f53)));
    const low0 = u32(mulWrap(c0, u32(0xd2511f53)));
    const high2 = u32(mulHigh(c2, u32(0xcd9e8d57)));
    const low2 = u32(mulWrap(c2, u32(0xcd9e8d57)));
    c0 = u32(bitXor(bitXor(high2, c1), k0));
    c1 = low2;
    c2 = u32(bitXor(bitXor(high0, c3), k1));
    c3 = low0;
    k0 = u32(addWrap(k0, u32(0x9e3779b9)));
    k1 = u32(addWrap(k1, u32(0xbb67ae85)));
  }
  return [c0, c1, c2, c3];
};

/** The upper 24 of 32 random bits as an f32 in [0, 1), each of its 2^24 values equally likely. */
export const uniformFloat = (bits: u32): f32 => f32(u32(mulHigh(bits, u32(0x1000000)))) * 2 ** -24;
