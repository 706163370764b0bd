// Every record of the language against its own samples, and the table against the exports.
import { describe, expect, test } from "vitest";
import type { ScalarFunction } from "../../codegen/ir/operation.ts";
import { support } from "../../codegen/emit/js/support.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";
import * as language from "../index.ts";
import * as functions from "./functions.ts";
import { operations } from "./index.ts";

const scalars = Object.values(operations).filter((o): o is ScalarFunction => o.kind === "scalar");

test("the table holds exactly the exported functions, each under its own name", () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(functions).sort());
  for (const [name, record] of Object.entries(operations)) {
    expect(record.name).toBe(name);
    expect(record.js).toBe((language as Record<string, unknown>)[name]);
    expect(record.doc.length * record.example.length).toBeGreaterThan(0);
  }
});

describe.each(scalars.map((record) => [record.name, record] as const))("%s", (_, record) => {
  const call = (args: readonly number[]): number => Number((record.js as (...a: readonly number[]) => number | boolean)(...args));
  test("folded, emitted and called, a sample gives one value", () => {
    for (const args of record.samples) {
      const rule = record.type(args.map((x) => (Number.isInteger(x) ? "integer literal" : "float literal")));
      if ("message" in rule) throw new Error(rule.message);
      const dtype = rule.args[0]!;
      const expected = call(args);
      const emitted = new Function(
        ...Object.keys(support),
        `return ${record.emitJs(
          args.map((x) => `(${x})`),
          dtype,
        )};`,
      )(...Object.values(support)) as number | boolean;
      for (const value of [record.fold(args, dtype), Number(emitted)]) {
        if (Number.isFinite(expected))
          expect(Math.abs(value! - roundTo(dtype, expected))).toBeLessThanOrEqual(2 ** -23 * Math.abs(expected) + 1e-38);
        else expect(value).toBe(expected);
      }
    }
    expect(record.samples.length).toBeGreaterThan(0);
  });
  test("wrong counts and types are refused", () => {
    expect(record.type([])).toHaveProperty("message");
    const count = record.samples[0]!.length;
    expect(record.type(Array.from({ length: count }, () => "bool" as const))).toHaveProperty("message");
    if (count === 2) expect(record.type(["i32", "f32"])).toHaveProperty("message");
  });
});

test("integers wrap as their type does, and division by zero is not folded", () => {
  const value = (name: string, dtype: "i32" | "u32", ...args: number[]) => (operations[name] as ScalarFunction).fold(args, dtype);
  expect(value("addWrap", "i32", 2 ** 31 - 1, 1)).toBe(-(2 ** 31));
  expect(value("addWrap", "u32", 2 ** 32 - 1, 2)).toBe(1);
  expect(value("mulHigh", "i32", -1, 1)).toBe(-1);
  expect(value("mulHigh", "u32", 2 ** 32 - 1, 2 ** 32 - 1)).toBe(2 ** 32 - 2);
  expect(value("bitNot", "u32", 0)).toBe(2 ** 32 - 1);
  expect(value("shiftRight", "i32", -8, 1)).toBe(-4);
  expect(value("idiv", "i32", -7, 2)).toBe(-3);
  expect(value("ceilDiv", "i32", -4, 2)).toBe(-2);
  expect(value("idiv", "i32", 1, 0)).toBeNull();
});

test("round takes ties to even", () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999].map(language.round)).toEqual(
    [0, 2, 2, -0, -2, 2].map((x) => (Object.is(x, -0) ? expect.closeTo(0) : x)),
  );
});
