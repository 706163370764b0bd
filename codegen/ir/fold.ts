// What a binary operation of tile IR gives for constants, before rounding to its dtype: the front end and lowering fold alike.
import type { BinaryOp } from "./tile.ts";

/** `bool` operands and results are 0 and 1. */
export const binaryValue = (op: BinaryOp, a: number, b: number): number => {
  switch (op) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return a / b;
    case "less":
      return Number(a < b);
    case "lessEqual":
      return Number(a <= b);
    case "greater":
      return Number(a > b);
    case "greaterEqual":
      return Number(a >= b);
    case "equal":
      return Number(a === b);
    case "notEqual":
      return Number(a !== b);
    case "and":
      return a & b;
    case "or":
      return a | b;
    default:
      return op satisfies never;
  }
};
