// Elements between memory and registers. In memory and in words of 32 bits an element takes its own bytes; in registers a thread computes with it
// as f32, i32, u32 or a predicate. Guarantees: every value that is made here is representable in its dtype.
import { type Operand, operandType, type RegisterType } from "../ir/lowered.ts";
import { byteSize, type DType } from "../ir/types.ts";
import type { Lowering } from "./context.ts";
import { f32, registerTypeOf, u32 } from "./storage.ts";

/** Whether several elements share a word. */
export const isNarrow = (dtype: DType): boolean => byteSize[dtype] < 4;
/** Register that a word of such elements is loaded to. */
export const wordType = (dtype: DType): RegisterType => (isNarrow(dtype) || dtype === "i64" ? "u32" : registerTypeOf(dtype));
/** Bytes of a word in an access to a single element. */
export const accessWidth = (dtype: DType): 1 | 2 | 4 => Math.min(4, byteSize[dtype]) as 1 | 2 | 4;
/** Words that so many elements take. */
export const wordCount = (count: number, dtype: DType): number => Math.ceil((count * byteSize[dtype]) / 4);

/** The words of a register's value, the low one first, and back. */
export const wordsOf = (lowering: Lowering, value: Operand): readonly Operand[] =>
  operandType(value) === "i64" ? [0, 1].map((half) => lowering.emit("splitWord", "u32", [value], { half }, "word")) : [value];
export const fromWords = (lowering: Lowering, words: readonly Operand[], type: RegisterType): Operand =>
  type === "i64" ? lowering.emit("joinWords", "i64", [...words]) : words[0]!;

const shifted = (lowering: Lowering, name: "shiftLeft" | "shiftRight", word: Operand, bits: number): Operand =>
  bits === 0 ? word : lowering.emit(name, "u32", [word, u32(bits)]);

/** Element `part` of a word, counted from its low bits. */
export const unpackElement = (lowering: Lowering, word: Operand, dtype: DType, part: number): Operand => {
  switch (dtype) {
    case "f16":
    case "bf16":
      return lowering.emit("unpackPair", "f32", [word], { dtype, half: part });
    case "f8e4m3":
    case "f8e5m2":
    case "i8":
      return lowering.emit("decodeByte", registerTypeOf(dtype), [word], { dtype, byte: part });
    case "bool":
      return lowering.compare("notEqual", lowering.bits("bitAnd", word, u32((0xff << (8 * part)) >>> 0)), u32(0));
    case "f32":
    case "i32":
    case "u32":
      return word;
    case "i64":
      throw new Error("an i64 takes two words");
    default:
      return dtype satisfies never;
  }
};
/** How many elements lie in a word, at least one. */
const perWord = (dtype: DType): number => Math.max(1, 4 / byteSize[dtype]);
/** Element n of words that follow each other. */
export const elementOf = (lowering: Lowering, words: readonly Operand[], dtype: DType, n: number): Operand =>
  dtype === "i64"
    ? fromWords(lowering, words.slice(2 * n, 2 * n + 2), "i64")
    : unpackElement(lowering, words[Math.floor(n / perWord(dtype))]!, dtype, n % perWord(dtype));
/** A byte of such an element. */
const byteOf = (lowering: Lowering, value: Operand, dtype: "f8e4m3" | "f8e5m2" | "i8" | "bool"): Operand =>
  dtype === "bool"
    ? lowering.emit("select", "u32", [value, u32(1), u32(0)])
    : dtype === "i8"
      ? lowering.bits("bitAnd", lowering.asU32(value), u32(0xff))
      : lowering.emit("encodeByte", "u32", [value], { dtype });
/** The word of one to four (as many as fit) elements; those left out are 0. Floats are rounded. */
export const packElements = (lowering: Lowering, values: readonly Operand[], dtype: DType): Operand => {
  switch (dtype) {
    case "f16":
    case "bf16":
      return lowering.emit("packPair", "u32", [values[0]!, values[1] ?? f32(0)], { dtype });
    case "f8e4m3":
    case "f8e5m2":
    case "i8":
    case "bool":
      return values
        .map((value, part) => shifted(lowering, "shiftLeft", byteOf(lowering, value, dtype), 8 * part))
        .reduce((a, b) => lowering.bits("bitOr", a, b));
    case "f32":
    case "i32":
    case "u32":
      return values[0]!;
    case "i64":
      throw new Error("an i64 takes two words");
    default:
      return dtype satisfies never;
  }
};
/** The words of elements that follow each other. */
export const packRun = (lowering: Lowering, values: readonly Operand[], dtype: DType): readonly Operand[] => {
  if (dtype === "i64") return values.flatMap((value) => wordsOf(lowering, value));
  const each = perWord(dtype);
  return Array.from({ length: Math.ceil(values.length / each) }, (_, n) =>
    packElements(lowering, values.slice(each * n, each * (n + 1)), dtype),
  );
};
/** A word moved so that element `part` comes first, or from first to there. */
export const toFirst = (lowering: Lowering, word: Operand, dtype: DType, part: number): Operand =>
  shifted(lowering, "shiftRight", word, 8 * byteSize[dtype] * part);
export const fromFirst = (lowering: Lowering, word: Operand, dtype: DType, part: number): Operand =>
  shifted(lowering, "shiftLeft", word, 8 * byteSize[dtype] * part);

/** The nearest value of a dtype, as a value of its register type; integers keep their low bits. */
export const roundedTo = (lowering: Lowering, value: Operand, dtype: DType): Operand =>
  isNarrow(dtype) && dtype !== "bool" ? unpackElement(lowering, packElements(lowering, [value], dtype), dtype, 0) : value;
