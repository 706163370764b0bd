// Exact number formats: how f32 values become bf16 and f16 bits and back, with round-to-nearest-even, on every execution alike.
import { type DType, isFloat, isInteger } from "./types.ts";

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

/** 8-bit floats by the bits of their fraction, their exponent's bias, and their largest finite value. */
const eightBits = { f8e4m3: { fraction: 3, bias: 7, largest: 0x7e }, f8e5m2: { fraction: 2, bias: 15, largest: 0x7b } } as const;
type EightBitFloat = keyof typeof eightBits;
/** Bits of a number, rounded once from f32, ties to even. What is too large, infinity too, becomes the largest finite value of its sign; NaN becomes 0x7f. */
const f8Bits = (dtype: EightBitFloat, value: number): number => {
  const { fraction, bias, largest } = eightBits[dtype];
  asFloat[0] = value;
  const bits = asBits[0]!;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7f;
  const exponent = Math.max((magnitude >>> 23) - 127, 1 - bias);
  asBits[0] = magnitude;
  const steps = asFloat[0]! / 2 ** (exponent - fraction);
  const below = Math.floor(steps);
  const rest = steps - below;
  const rounded = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
  const code = (exponent + bias) * 2 ** fraction + rounded - 2 ** fraction;
  return ((bits >>> 24) & 0x80) | Math.min(largest, code);
};
const f8Value = (dtype: EightBitFloat, bits: number): number => {
  const { fraction, bias } = eightBits[dtype];
  const code = bits & 0x7f;
  const sign = bits & 0x80 ? -1 : 1;
  if (dtype === "f8e4m3" && code === 0x7f) return Number.NaN;
  if (dtype === "f8e5m2" && code >= 0x7c) return code === 0x7c ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const exponent = code >> fraction;
  const rest = code & (2 ** fraction - 1);
  return sign * (exponent === 0 ? rest : rest + 2 ** fraction) * 2 ** (Math.max(exponent, 1) - bias - fraction);
};
export const f8e4m3Bits = (value: number): number => f8Bits("f8e4m3", value);
export const f8e4m3Value = (bits: number): number => f8Value("f8e4m3", bits);
export const f8e5m2Bits = (value: number): number => f8Bits("f8e5m2", value);
export const f8e5m2Value = (bits: number): number => f8Value("f8e5m2", bits);

/** f32 bits of a number rounded to the 10 fraction bits of tf32, ties away from zero, as cvt.rna.tf32 does. NaN becomes 0x7fc00000, which an H100 leaves as it is. */
export const tf32Bits = (value: number): number => {
  asFloat[0] = value;
  const bits = asBits[0]!;
  return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : ((bits + 0x1000) & 0xffffe000) >>> 0;
};
export const tf32Value = (value: number): number => {
  asBits[0] = tf32Bits(value);
  return asFloat[0]!;
};

/** An i64 where there is no GPU: a double, which is exact up to 2^53. What lies beyond is an error, never another number. */
export const exactI64 = (value: number): number => {
  if (Number.isSafeInteger(value)) return value + 0;
  throw new RangeError(`the i64 ${value} is beyond 2^53, which only a GPU computes with: keep it smaller, or test it there`);
};
/** Whether a number is a value of an integer type (i64: one that is exact here). */
export const isValueOf = (dtype: "i32" | "u32" | "i64" | "i8", value: number): boolean =>
  dtype === "i64" ? Number.isSafeInteger(value) : roundTo(dtype, value) === value;

/** The nearest value of a dtype: what storing a number into it keeps. Integers truncate toward zero and wrap. */
export const roundTo = (dtype: DType, value: number): number => {
  switch (dtype) {
    case "f32":
      return Math.fround(value);
    case "bf16":
      return bf16Value(bf16Bits(value));
    case "f16":
      return f16Value(f16Bits(value));
    case "f8e4m3":
      return f8e4m3Value(f8e4m3Bits(value));
    case "f8e5m2":
      return f8e5m2Value(f8e5m2Bits(value));
    case "i8":
      return (value << 24) >> 24;
    case "i32":
      return value | 0;
    case "u32":
      return value >>> 0;
    case "i64":
      return exactI64(Number.isNaN(value) ? 0 : Math.trunc(value));
    case "bool":
      return value ? 1 : 0;
    default:
      return dtype satisfies never;
  }
};

const limits = { i32: [-(2 ** 31), 2 ** 31 - 1], u32: [0, 2 ** 32 - 1], i8: [-128, 127] } as const;
/** A value of one dtype as one of another: to an integer, floats truncate and saturate (NaN gives 0) and integers keep their low bits; to bool, 0 is false. */
export const convertTo = (from: DType, to: DType, value: number): number => {
  if (to === "bool") return Number(value !== 0);
  if (!isFloat(from) || !isInteger(to) || to === "i64") return roundTo(to, value);
  const [least, most] = limits[to];
  return Number.isNaN(value) ? 0 : Math.trunc(Math.min(most, Math.max(least, value))) + 0;
};

/**
 * Typed array that holds elements of a dtype as a GPU's memory does: floats of 16 and 8 bits as their bits. That of i64 is a BigInt64Array, which
 * the type leaves out so that code for numbers need not tell them apart: `toStorage` and `fromStorage` go between its elements and numbers, and
 * anything else throws. `HostTensor.bigints` names it.
 */
export type StorageArray = Float32Array | Uint16Array | Int32Array | Uint32Array | Uint8Array | Int8Array;
export const storageFor = (dtype: DType, length: number): StorageArray => {
  switch (dtype) {
    case "f32":
      return new Float32Array(length);
    case "bf16":
    case "f16":
      return new Uint16Array(length);
    case "f8e4m3":
    case "f8e5m2":
      return new Uint8Array(length);
    case "i8":
      return new Int8Array(length);
    case "i32":
      return new Int32Array(length);
    case "u32":
      return new Uint32Array(length);
    case "i64":
      return new BigInt64Array(length) as unknown as StorageArray;
    case "bool":
      return new Uint8Array(length);
    default:
      return dtype satisfies never;
  }
};
/** Bits to put into that storage for a value, and the value of such bits. */
export const toStorage = (dtype: DType, value: number): number => {
  switch (dtype) {
    case "i64":
      return BigInt(exactI64(value)) as unknown as number;
    case "bf16":
      return bf16Bits(value);
    case "f16":
      return f16Bits(value);
    case "f8e4m3":
      return f8e4m3Bits(value);
    case "f8e5m2":
      return f8e5m2Bits(value);
    case "f32":
    case "i32":
    case "u32":
    case "i8":
    case "bool":
      return value;
    default:
      return dtype satisfies never;
  }
};
export const fromStorage = (dtype: DType, stored: number): number => {
  switch (dtype) {
    case "i64":
      return exactI64(Number(stored));
    case "bf16":
      return bf16Value(stored);
    case "f16":
      return f16Value(stored);
    case "f8e4m3":
      return f8e4m3Value(stored);
    case "f8e5m2":
      return f8e5m2Value(stored);
    case "f32":
    case "i32":
    case "u32":
    case "i8":
    case "bool":
      return stored;
    default:
      return dtype satisfies never;
  }
};
