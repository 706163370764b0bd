// Texts of scalar arithmetic, conversions, and storage elements. Each text computes what a GPU's element of that dtype holds.
import type { BinaryOp, UnaryOp } from "../../ir/tile.ts";
import { roundTo } from "../../ir/numeric.ts";
import { type DType, isFloat, isInteger, type Position, widened } from "../../ir/types.ts";

export const literal = (value: number, dtype: DType): string => {
  if (dtype === "bool") return value ? "true" : "false";
  const rounded = roundTo(dtype, value);
  // A negative literal is in parentheses: `a - -1` and `-(-1)` must not become decrements.
  return rounded < 0 || Object.is(rounded, -0) ? `(${Object.is(rounded, -0) ? "-0" : rounded})` : `${rounded}`;
};

const roundBf16 =
  "scratchBits[0] = (scratchBits[0] & 0x7fffffff) > 0x7f800000 ? 0x7fff0000 : (scratchBits[0] + 0x7fff + ((scratchBits[0] >>> 16) & 1)) & 0xffff0000";

/** The nearest value of a dtype to an exact or wider result. */
export const round = (text: string, dtype: DType): string => {
  switch (dtype) {
    case "f32":
      return `fround(${text})`;
    case "bf16":
      return `(scratchFloat[0] = ${text}, ${roundBf16}, scratchFloat[0])`;
    case "f16":
      return `f16Values[f16Bits(${text})]`;
    case "f8e4m3":
      return `f8e4m3Value(f8e4m3Bits(${text}))`;
    case "f8e5m2":
      return `f8e5m2Value(f8e5m2Bits(${text}))`;
    case "i8":
      return `(${text} << 24 >> 24)`;
    case "i32":
      return `(${text} | 0)`;
    case "u32":
      return `(${text} >>> 0)`;
    case "i64":
      return `exactI64(${text})`;
    case "bool":
      return `(${text})`;
    default:
      return dtype satisfies never;
  }
};

/** Value conversion: to an integer a float truncates and saturates, to a float it rounds to nearest even. */
export const convert = (text: string, from: DType, to: DType): string => {
  if (from === to || to === widened(from)) return text;
  if (from === "bool") return `(${text} ? 1 : 0)`;
  if (to === "bool") return `(${text} !== 0)`;
  if (to === "i64") return isFloat(from) ? `roundTo("i64", ${text})` : text;
  if (!isInteger(to) || !isFloat(from)) return round(text, to);
  const [least, most] = { i32: [-2147483648, 2147483647], u32: [0, 4294967295], i8: [-128, 127] }[to];
  return round(`Math.max(${least}, Math.min(${most}, ${text}))`, to);
};

export const unary = (op: UnaryOp, a: string, dtype: DType): string => {
  switch (op) {
    case "negate":
      return isInteger(dtype) ? round(`-${a}`, dtype) : `(-${a})`;
    case "not":
      return `!${a}`;
    case "bitNot":
      return round(`~${a}`, dtype);
    default:
      return op satisfies never;
  }
};

const symbols: Readonly<Record<Exclude<BinaryOp, "multiply" | "divide">, string>> = {
  add: "+",
  subtract: "-",
  less: "<",
  lessEqual: "<=",
  greater: ">",
  greaterEqual: ">=",
  equal: "===",
  notEqual: "!==",
  and: "&&",
  or: "||",
};

export const binary = (op: BinaryOp, a: string, b: string, operand: DType, result: DType, position: Position): string => {
  const isWhole = operand === "i32" || operand === "u32";
  switch (op) {
    case "add":
    case "subtract":
      return round(`${a} ${symbols[op]} ${b}`, result);
    case "multiply":
      return isWhole ? (operand === "u32" ? round(`Math.imul(${a}, ${b})`, "u32") : `Math.imul(${a}, ${b})`) : round(`${a} * ${b}`, result);
    case "divide":
      if (isInteger(operand)) throw new Error(`${position.file}:${position.line}: '/' divides floats only; use idiv for integers`);
      return round(`${a} / ${b}`, result);
    case "less":
    case "lessEqual":
    case "greater":
    case "greaterEqual":
    case "equal":
    case "notEqual":
    case "and":
    case "or":
      return `(${a} ${symbols[op]} ${b})`;
    default:
      return op satisfies never;
  }
};

/** The value that a storage element holds. */
export const fetch = (place: string, dtype: DType): string => {
  switch (dtype) {
    case "bf16":
      return `(scratchBits[0] = ${place} << 16, scratchFloat[0])`;
    case "f16":
      return `f16Values[${place}]`;
    case "f8e4m3":
    case "f8e5m2":
      return `${dtype}Value(${place})`;
    case "i8":
      return place;
    case "bool":
      return `(${place} !== 0)`;
    case "i64":
      return `exactI64(Number(${place}))`;
    case "f32":
    case "i32":
    case "u32":
      return place;
    default:
      return dtype satisfies never;
  }
};

/** Assignment of a value of that dtype to a storage element. */
export const stored = (place: string, value: string, dtype: DType): string => {
  switch (dtype) {
    case "bf16":
      return `${place} = (scratchFloat[0] = ${value}, scratchBits[0] >>> 16)`;
    case "f16":
      return `${place} = f16Bits(${value})`;
    case "f8e4m3":
    case "f8e5m2":
      return `${place} = ${dtype}Bits(${value})`;
    case "i8":
      return `${place} = ${value}`;
    case "bool":
      return `${place} = ${value} ? 1 : 0`;
    case "i64":
      return `${place} = BigInt(${value})`;
    case "f32":
    case "i32":
    case "u32":
      return `${place} = ${value}`;
    default:
      return dtype satisfies never;
  }
};
