// The element types and source positions that every level of the compiler shares.

/** Element types of tensors, tiles and scalars. A bool takes a byte of memory, 0 or 1. */
export type DType = "f32" | "f16" | "bf16" | "f8e4m3" | "f8e5m2" | "i32" | "u32" | "i64" | "i8" | "bool";

export type FloatType = "f32" | "f16" | "bf16";

/** Bytes one element takes in memory. */
export const byteSize: Readonly<Record<DType, number>> = {
  f32: 4,
  f16: 2,
  bf16: 2,
  f8e4m3: 1,
  f8e5m2: 1,
  i32: 4,
  u32: 4,
  i64: 8,
  i8: 1,
  bool: 1,
};
export const isDType = (name: unknown): name is DType => typeof name === "string" && Object.hasOwn(byteSize, name);

/** What an element takes part in arithmetic as: types of 8 and 16 bits are for memory, and widen without loss. */
export const widened = (type: DType): DType => (isFloat(type) ? "f32" : type === "i8" ? "i32" : type);

export const isFloat = (type: DType): type is FloatType | "f8e4m3" | "f8e5m2" =>
  type === "f32" || type === "f16" || type === "bf16" || type === "f8e4m3" || type === "f8e5m2";
export const isInteger = (type: DType): type is "i32" | "u32" | "i64" | "i8" =>
  type === "i32" || type === "u32" || type === "i64" || type === "i8";

/** A range of one line of a TypeScript source file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Position of code that has no source of its own (hand-built programs and tests). */
export const nowhere: Position = { file: "<builder>", line: 1, column: 1, length: 0 };
