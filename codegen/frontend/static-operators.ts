// Operators on compile-time values: what JavaScript itself gives.
import type ts from "typescript";
import { tsc } from "./source.ts";
import type { StaticValue } from "./values.ts";

export const staticBinary = (operator: ts.SyntaxKind, a: StaticValue, b: StaticValue): StaticValue => {
  const [x, y] = [a as number, b as number];
  const kinds = tsc.SyntaxKind;
  switch (operator) {
    case kinds.PlusToken:
      return x + y;
    case kinds.MinusToken:
      return x - y;
    case kinds.AsteriskToken:
      return x * y;
    case kinds.SlashToken:
      return x / y;
    case kinds.PercentToken:
      return x % y;
    case kinds.AsteriskAsteriskToken:
      return x ** y;
    case kinds.LessThanToken:
      return x < y;
    case kinds.LessThanEqualsToken:
      return x <= y;
    case kinds.GreaterThanToken:
      return x > y;
    case kinds.GreaterThanEqualsToken:
      return x >= y;
    case kinds.AmpersandToken:
      return x & y;
    case kinds.BarToken:
      return x | y;
    case kinds.CaretToken:
      return x ^ y;
    case kinds.LessThanLessThanToken:
      return x << y;
    case kinds.GreaterThanGreaterThanToken:
      return x >> y;
    case kinds.GreaterThanGreaterThanGreaterThanToken:
      return x >>> y;
    case kinds.EqualsEqualsToken:
      // biome-ignore lint/suspicious/noDoubleEquals: the author wrote it
      return a == b;
    case kinds.ExclamationEqualsToken:
      // biome-ignore lint/suspicious/noDoubleEquals: the author wrote it
      return a != b;
    case kinds.EqualsEqualsEqualsToken:
      return a === b;
    case kinds.ExclamationEqualsEqualsToken:
      return a !== b;
    default:
      return undefined;
  }
};
