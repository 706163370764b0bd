// A constant's text, read as a C compiler reads it, is the constant.
import fc from "fast-check";
import { expect, test } from "vitest";
import { literal } from "./literals.ts";

const word = new DataView(new ArrayBuffer(4));
const readFloat = (text: string): number => {
  const bits = /^__int_as_float\(0x([0-9a-f]{8})\)$/.exec(text);
  if (bits) {
    word.setUint32(0, Number.parseInt(bits[1]!, 16));
    return word.getFloat32(0);
  }
  // With a point or an exponent and the suffix f it is a float; without, an int or a double.
  expect(text).toMatch(/^-?(\d+\.\d+|\d+(\.\d+)?e[+-]?\d+)f$/);
  return Math.fround(Number(text.slice(0, -1)));
};

test("f32", () => {
  for (const value of [0, -0, 1, -1.5, 1e-45, 3.4028234663852886e38, Infinity, -Infinity, Number.NaN])
    expect(readFloat(literal("f32", value))).toBe(Math.fround(value));
  fc.assert(
    fc.property(fc.float(), (value) => void expect(readFloat(literal("f32", value))).toBe(value)),
    { numRuns: 2000 },
  );
});
test("integers", () => {
  fc.assert(
    fc.property(fc.integer(), (value) => void expect(literal("i32", value)).toBe(value === -(2 ** 31) ? "(-2147483647 - 1)" : `${value}`)),
  );
  expect(literal("i32", -(2 ** 31))).toBe("(-2147483647 - 1)");
  expect(literal("u32", 2 ** 32 - 1)).toBe("4294967295u");
  expect(literal("i64", -(2 ** 50))).toBe("-1125899906842624ll");
  expect([literal("predicate", 1), literal("predicate", 0)]).toEqual(["true", "false"]);
});
