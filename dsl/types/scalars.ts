// Scalar types: numbers that carry their element type for the type checker, and the dtype tokens, which are casts as well.
// Literals and operators stay usable: a tag is optional, so any number fits; two different tags do not.
import { convertTo } from "../../codegen/ir/numeric.ts";
import type { DType as DTypeName } from "../../codegen/ir/types.ts";

declare const element: unique symbol;
export type Flavour<N extends string> = number & { readonly [element]?: N | undefined };
export type f32 = Flavour<"f32">;
export type f16 = Flavour<"f16">;
export type bf16 = Flavour<"bf16">;
/** 8-bit floats: 1 sign, 4 exponent and 3 fraction bits (up to 448, NaN, no infinity), or 5 and 2 (up to 57344, infinity and NaN). */
export type f8e4m3 = Flavour<"f8e4m3">;
export type f8e5m2 = Flavour<"f8e5m2">;
export type i32 = Flavour<"i32">;
export type u32 = Flavour<"u32">;
/** A 64-bit integer. Where there is no GPU it is computed with exactly up to 2^53, and what lies beyond is an error. */
export type i64 = Flavour<"i64">;
export type i8 = Flavour<"i8">;
/** A truth value in memory, 0 or 1: `flags[i] = bool(x > 0)`, `flags[i] ? a : b`. */
export type bool = Flavour<"bool">;

/** An element type as a value; called, it converts a scalar to that type. */
export interface DType<in out T extends number> {
  (value: number | boolean): T;
  readonly dtype: DTypeName;
  readonly [element]?: ((t: T) => T) | undefined;
}
/**
 * A JavaScript number does not say what it was: to i32 and u32, whole numbers of 32 bits are taken for integers, which keep their bits; all else
 * is taken for a float, which saturates.
 */
const castOf = (to: DTypeName, value: number): number => {
  const isWord = (to === "i32" || to === "u32") && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
  return convertTo(isWord ? "i64" : "f32", to, value);
};
const token = <T extends number>(name: DTypeName): DType<T> =>
  Object.assign((value: number | boolean): T => castOf(name, Number(value)) as T, { dtype: name });

export const f32: DType<f32> = token("f32");
export const f16: DType<f16> = token("f16");
export const bf16: DType<bf16> = token("bf16");
export const f8e4m3: DType<f8e4m3> = token("f8e4m3");
export const f8e5m2: DType<f8e5m2> = token("f8e5m2");
export const i32: DType<i32> = token("i32");
export const u32: DType<u32> = token("u32");
export const i64: DType<i64> = token("i64");
export const i8: DType<i8> = token("i8");
export const bool: DType<bool> = token("bool");

/** The tokens by name: a string constant that names a dtype stands for it, here and in the compiler. */
export const dtypes = { f32, f16, bf16, f8e4m3, f8e5m2, i32, u32, i64, i8, bool } as const;
