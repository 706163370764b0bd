// The element types and source positions that every level of the compiler shares.

/** Element types of tensors, tiles and scalars. `bool` exists for scalars and predicates only. */
export type DType = "f32" | "f16" | "bf16" | "i32" | "u32" | "bool";

export type FloatType = "f32" | "f16" | "bf16";

/** Bytes one element takes in memory. */
export const byteSize: Readonly<Record<DType, number>> = { f32: 4, f16: 2, bf16: 2, i32: 4, u32: 4, bool: 1 };

export const isFloat = (type: DType): type is FloatType => type === "f32" || type === "f16" || type === "bf16";
export const isInteger = (type: DType): type is "i32" | "u32" => type === "i32" || type === "u32";

/** A range of one line of a TypeScript source file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Position of code that has no source of its own (hand-built programs and tests). */
export const nowhere: Position = { file: "<builder>", line: 1, column: 1, length: 0 };
