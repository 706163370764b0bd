// Exact number formats: how f32 values become bf16 and f16 bits and back, with round-to-nearest-even, on every execution alike.
import type { DType } from "./types.ts";

const scratch = new ArrayBuffer(4);
const asFloat = new Float32Array(scratch);
const asBits = new Uint32Array(scratch);

/** bf16 bits of a number, rounded once from f32. NaN becomes the canonical 0x7fff, as cvt.rn.bf16 gives. */
export const bf16Bits = (value: number): number => {
  asFloat[0] = value;
  const bits = asBits[0]!;
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fff;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
};
export const bf16Value = (bits: number): number => {
  asBits[0] = (bits & 0xffff) << 16;
  return asFloat[0]!;
};

/** f16 bits of a number, rounded once from f32. Values that round above 65504 become infinity. */
export const f16Bits = (value: number): number => {
  asFloat[0] = value;
  const bits = asBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7fff;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal: an integer multiple of 2^-24; adding 0.5 in f32 rounds to that grid, ties to even.
    asBits[0] = magnitude;
    asFloat[0] = asFloat[0]! + 0.5;
    return sign | (asBits[0]! - 0x3f000000);
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
};
export const f16Value = (bits: number): number => {
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** f32 bits of a number rounded to the 10 fraction bits of tf32, ties away from zero, as cvt.rna.tf32 does. NaN becomes 0x7fffffff. */
export const tf32Bits = (value: number): number => {
  asFloat[0] = value;
  const bits = asBits[0]!;
  return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fffffff : ((bits + 0x1000) & 0xffffe000) >>> 0;
};
export const tf32Value = (value: number): number => {
  asBits[0] = tf32Bits(value);
  return asFloat[0]!;
};

/** The nearest value of a dtype: what storing a number into it keeps. Integers truncate toward zero and wrap. */
export const roundTo = (dtype: DType, value: number): number => {
  switch (dtype) {
    case "f32":
      return Math.fround(value);
    case "bf16":
      return bf16Value(bf16Bits(value));
    case "f16":
      return f16Value(f16Bits(value));
    case "i32":
      return value | 0;
    case "u32":
      return value >>> 0;
    case "bool":
      return value ? 1 : 0;
    default:
      return dtype satisfies never;
  }
};

/** Typed array that holds elements of a dtype as a GPU's memory does: 16-bit floats as their bits. */
export type StorageArray = Float32Array | Uint16Array | Int32Array | Uint32Array | Uint8Array;
export const storageFor = (dtype: DType, length: number): StorageArray => {
  switch (dtype) {
    case "f32":
      return new Float32Array(length);
    case "bf16":
    case "f16":
      return new Uint16Array(length);
    case "i32":
      return new Int32Array(length);
    case "u32":
      return new Uint32Array(length);
    case "bool":
      return new Uint8Array(length);
    default:
      return dtype satisfies never;
  }
};
/** Bits to put into that storage for a value, and the value of such bits. */
export const toStorage = (dtype: DType, value: number): number =>
  dtype === "bf16" ? bf16Bits(value) : dtype === "f16" ? f16Bits(value) : value;
export const fromStorage = (dtype: DType, stored: number): number =>
  dtype === "bf16" ? bf16Value(stored) : dtype === "f16" ? f16Value(stored) : stored;
