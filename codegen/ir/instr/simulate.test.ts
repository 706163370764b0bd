// What instructions compute, against independent definitions.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate } from "../../sim/simulate.ts";
import { i32, immediate, ProgramBuilder } from "../builder.ts";
import { bf16Bits, bf16Value, f16Bits, f16Value } from "../numeric.ts";
import { fusedMultiplyAdd } from "./functions.ts";
import { type LaneValues, lanesOf, randomFrom, runInstruction } from "./testing.ts";

const i32s = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const one = (name: string, operands: readonly [LaneValues["type"], number][], result: LaneValues["type"], attributes = {}): number =>
  runInstruction({ name, attributes, operands: operands.map(([type, value]) => lanesOf(type, () => value)), results: [result] })[0]![5]!;

/** n * 2^exponent rounded once to f32, ties to even, in exact arithmetic (normal results only). */
const roundExactly = (n: bigint, exponent: number): number => {
  const magnitude = n < 0n ? -n : n;
  const excess = magnitude.toString(2).length - 24;
  if (excess <= 0) return Number(n) * 2 ** exponent;
  const unit = 1n << BigInt(excess);
  const rest = magnitude % unit;
  let kept = magnitude / unit;
  if (2n * rest > unit || (2n * rest === unit && kept % 2n === 1n)) kept += 1n;
  return (n < 0n ? -1 : 1) * Number(kept) * 2 ** (exponent + excess);
};
describe("arithmetic", () => {
  it("fma rounds once", () => {
    const part = fc.tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: -20, max: 20 }));
    fc.assert(
      fc.property(part, part, part, ([a, ea], [b, eb], [c, ec]) => {
        const exact = BigInt(a) * BigInt(b) * (1n << BigInt(ea + eb + 60)) + BigInt(c) * (1n << BigInt(ec + 60));
        expect(Math.fround(fusedMultiplyAdd(a * 2 ** ea, b * 2 ** eb, c * 2 ** ec))).toBe(roundExactly(exact, -60));
      }),
      { numRuns: 3000 },
    );
    // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24 is half way between two f32; 2^-60 more decides, which a double cannot hold.
    const x = 1 + 2 ** -12;
    expect(Math.fround(fusedMultiplyAdd(x, x, 2 ** -60))).toBe(1 + 2 ** -11 + 2 ** -23);
    expect(Math.fround(x * x + 2 ** -60)).toBe(1 + 2 ** -11);
    expect(fusedMultiplyAdd(Number.POSITIVE_INFINITY, 1, 1)).toBe(Number.POSITIVE_INFINITY);
  });
  it("32-bit integers", () => {
    fc.assert(
      fc.property(i32s, i32s, (a, b) => {
        const [x, y] = [BigInt(a), BigInt(b)];
        const wrap = { wrap: true };
        expect(
          one(
            "add",
            [
              ["i32", a],
              ["i32", b],
            ],
            "i32",
            wrap,
          ),
        ).toBe(Number(BigInt.asIntN(32, x + y)));
        expect(
          one(
            "subtract",
            [
              ["u32", a >>> 0],
              ["u32", b >>> 0],
            ],
            "u32",
            wrap,
          ),
        ).toBe(Number(BigInt.asUintN(32, x - y)));
        expect(
          one(
            "multiply",
            [
              ["u32", a >>> 0],
              ["u32", b >>> 0],
            ],
            "u32",
            wrap,
          ),
        ).toBe(Number(BigInt.asUintN(32, x * y)));
        expect(
          one(
            "multiplyHigh",
            [
              ["i32", a],
              ["i32", b],
            ],
            "i32",
          ),
        ).toBe(Number((x * y) >> 32n));
        expect(
          one(
            "multiplyHigh",
            [
              ["u32", a >>> 0],
              ["u32", b >>> 0],
            ],
            "u32",
          ),
        ).toBe(Number((BigInt(a >>> 0) * BigInt(b >>> 0)) >> 32n));
        if (b !== 0 && !(a === -(2 ** 31) && b === -1)) {
          expect(
            one(
              "divideInteger",
              [
                ["i32", a],
                ["i32", b],
              ],
              "i32",
            ),
          ).toBe(Number(x / y));
          expect(
            one(
              "remainder",
              [
                ["i32", a],
                ["i32", b],
              ],
              "i32",
            ),
          ).toBe(Number(x % y));
        }
        expect(
          one(
            "shiftRight",
            [
              ["i32", a],
              ["i32", b & 31],
            ],
            "i32",
          ),
        ).toBe(Number(x >> (y & 31n)));
        expect(
          one(
            "shiftLeft",
            [
              ["u32", a >>> 0],
              ["u32", b & 31],
            ],
            "u32",
          ),
        ).toBe(Number(BigInt.asUintN(32, x << (y & 31n))));
        expect(
          one(
            "bitXor",
            [
              ["u32", a >>> 0],
              ["u32", b >>> 0],
            ],
            "u32",
          ),
        ).toBe(Number(BigInt.asUintN(32, x ^ y)));
        expect(
          one(
            "compare",
            [
              ["i32", a],
              ["i32", b],
            ],
            "predicate",
            { operation: "lessEqual" },
          ),
        ).toBe(a <= b ? 1 : 0);
      }),
      { numRuns: 40 },
    );
  });
  it("ends where integers overflow without leave", () => {
    const most = 2 ** 31 - 1;
    expect(() =>
      one(
        "add",
        [
          ["i32", most],
          ["i32", 1],
        ],
        "i32",
      ),
    ).toThrow(/does not fit i32/);
    expect(() =>
      one(
        "subtract",
        [
          ["u32", 0],
          ["u32", 1],
        ],
        "u32",
      ),
    ).toThrow(/does not fit u32/);
    expect(() =>
      one(
        "multiply",
        [
          ["i32", most],
          ["i32", most],
        ],
        "i32",
      ),
    ).toThrow(/does not fit i32/);
    expect(() => one("negate", [["i32", -most - 1]], "i32")).toThrow(/does not fit i32/);
    expect(() => one("absolute", [["i32", -most - 1]], "i32")).toThrow(/does not fit i32/);
    expect(() =>
      one(
        "divideInteger",
        [
          ["i32", 1],
          ["i32", 0],
        ],
        "i32",
      ),
    ).toThrow(/division by zero/);
    expect(() =>
      one(
        "shiftLeft",
        [
          ["u32", 1],
          ["u32", 32],
        ],
        "u32",
      ),
    ).toThrow(/0 to 31/);
    expect(one("negate", [["i64", 7]], "i64")).toBe(-7);
  });
  it("minimum and maximum prefer numbers to NaN", () => {
    expect(
      one(
        "maximum",
        [
          ["f32", Number.NaN],
          ["f32", -3],
        ],
        "f32",
      ),
    ).toBe(-3);
    expect(
      one(
        "minimum",
        [
          ["f32", 4],
          ["f32", Number.NaN],
        ],
        "f32",
      ),
    ).toBe(4);
    expect(one("isNotANumber", [["f32", Number.NaN]], "predicate")).toBe(1);
  });
  it("rounds to integers", () => {
    const values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 2.6];
    expect(values.map((v) => one("round", [["f32", v]], "f32") + 0)).toEqual([-2, -2, 0, 0, 2, 2, 2, 3]);
    expect(one("floor", [["f32", -0.5]], "f32")).toBe(-1);
    expect(one("ceiling", [["f32", 0.5]], "f32")).toBe(1);
  });
  it("exp2 and log2 flush subnormal numbers", () => {
    expect(one("exp2", [["f32", -127]], "f32")).toBe(0);
    expect(one("exp2", [["f32", -126]], "f32")).toBe(2 ** -126);
    expect(one("log2", [["f32", 2 ** -130]], "f32")).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("conversions", () => {
  it("of numbers", () => {
    expect([-1.9, 3e9, Number.NaN].map((v) => one("convert", [["f32", v]], "i32"))).toEqual([-1, 2 ** 31 - 1, 0]);
    expect([-1.9, 3e9, 1e10].map((v) => one("convert", [["f32", v]], "u32"))).toEqual([0, 3e9, 2 ** 32 - 1]);
    expect(one("convert", [["i32", 16777219]], "f32")).toBe(16777220);
    const b = new ProgramBuilder({ name: "narrow", threads: 32 });
    b.emit("convert", "i32", [immediate("i64", 2 ** 40)]);
    expect(() => simulate(b.build(), { grid: 1, seed: 1, arguments: [] })).toThrow(/does not fit i32/);
  });
  it("of bits, NaN payloads included", () => {
    const bits = [0x7f800001, 0xffc0dead, 0x80000000, 0x3f800000];
    const b = new ProgramBuilder({ name: "bits", threads: 32 });
    const out = b.parameter("out", "pointer");
    const first = b.emit("compare", "predicate", [b.emit("special", "i32", [], { which: "lane" }), i32(0)], { operation: "equal" });
    b.if(first, false, () =>
      bits.forEach((value, n) => {
        const back = b.emit("bitcast", "u32", [b.emit("move", "f32", [b.emit("bitcast", "f32", [immediate("u32", value)])])]);
        b.instruction("storeGlobal", [], [out, back], { width: 4, offset: 4 * n, cache: "default" });
      }),
    );
    const memory = new Uint32Array(bits.length);
    simulate(b.build(), { grid: 1, seed: 1, arguments: [{ kind: "tensor", name: "out", memory }] });
    expect([...memory]).toEqual(bits);
  });
  it("of pairs", () => {
    for (const [dtype, bits, value] of [
      ["bf16", bf16Bits, bf16Value],
      ["f16", f16Bits, f16Value],
    ] as const)
      fc.assert(
        fc.property(fc.float(), fc.float(), (low, high) => {
          const pair = one(
            "packPair",
            [
              ["f32", low],
              ["f32", high],
            ],
            "u32",
            { dtype },
          );
          expect(pair).toBe(((bits(high) << 16) | bits(low)) >>> 0);
          expect(one("unpackPair", [["u32", pair]], "f32", { dtype, half: 0 })).toBe(value(bits(low)));
          expect(one("unpackPair", [["u32", pair]], "f32", { dtype, half: 1 })).toBe(value(bits(high)));
        }),
        { numRuns: 30 },
      );
  });
});

describe("warp", () => {
  const value = lanesOf("i32", (lane) => 100 + lane);
  const shuffled = (mode: string, by: (lane: number) => number): number[] =>
    runInstruction({ name: "shuffle", attributes: { mode }, operands: [value, lanesOf("i32", by)], results: ["i32"] })[0]!;
  it("shuffles", () => {
    const lanes = Array.from({ length: 32 }, (_, lane) => lane);
    expect(shuffled("xor", () => 5)).toEqual(lanes.map((lane) => 100 + (lane ^ 5)));
    expect(shuffled("down", () => 30)).toEqual(lanes.map((lane) => 100 + (lane < 2 ? lane + 30 : lane)));
    expect(shuffled("up", () => 1)).toEqual(lanes.map((lane) => 100 + Math.max(0, lane - 1) + (lane === 0 ? 0 : 0)));
    expect(shuffled("index", (lane) => lane * 3)).toEqual(lanes.map((lane) => 100 + ((lane * 3) % 32)));
  });
  it("votes", () => {
    const vote = (mode: string, holds: (lane: number) => boolean): number =>
      runInstruction({
        name: "vote",
        attributes: { mode },
        operands: [lanesOf("predicate", (lane) => (holds(lane) ? 1 : 0))],
        results: ["predicate"],
      })[0]![9]!;
    expect([vote("any", (l) => l === 31), vote("any", () => false), vote("all", () => true), vote("all", (l) => l !== 8)]).toEqual([
      1, 0, 1, 0,
    ]);
  });
  it("refuses values that are not uniform", () => {
    expect(runInstruction({ name: "uniform", operands: [lanesOf("i32", () => -4)], results: ["i32"] })[0]).toEqual(Array(32).fill(-4));
    expect(() => runInstruction({ name: "uniform", operands: [value], results: ["i32"] })).toThrow(/same across the warp/);
  });
});

describe("matrix product", () => {
  it.each([
    ["bf16", bf16Bits, bf16Value],
    ["f16", f16Bits, f16Value],
  ] as const)("of %s is the sum of products", (dtype, bits, value) => {
    const random = randomFrom(3);
    const matrix = (rows: number, columns: number): number[][] =>
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => value(bits(random() * 2 - 1))));
    const [a, b, c] = [matrix(16, 16), matrix(16, 8), matrix(16, 8)];
    const pair = (low: number, high: number): number => ((bits(high) << 16) | bits(low)) >>> 0;
    const place = (lane: number): [number, number] => [lane >> 2, 2 * (lane & 3)];
    const left = [
      [0, 0],
      [8, 0],
      [0, 8],
      [8, 8],
    ].map(([r, k]) =>
      lanesOf("u32", (lane) => {
        const [g, t] = place(lane);
        return pair(a[g + r!]![t + k!]!, a[g + r!]![t + k! + 1]!);
      }),
    );
    const right = [0, 8].map((k) =>
      lanesOf("u32", (lane) => {
        const [g, t] = place(lane);
        return pair(b[t + k]![g]!, b[t + k + 1]![g]!);
      }),
    );
    const corners = [
      [0, 0],
      [0, 1],
      [8, 0],
      [8, 1],
    ] as const;
    const sums = corners.map(([r, n]) => lanesOf("f32", (lane) => c[place(lane)[0] + r]![place(lane)[1] + n]!));
    const results = runInstruction({
      name: "multiplyMatrix",
      attributes: { dtype },
      operands: [...left, ...right, ...sums],
      results: ["f32", "f32", "f32", "f32"],
    });
    corners.forEach(([r, n], at) => {
      for (let lane = 0; lane < 32; lane++) {
        const [row, column] = [place(lane)[0] + r, place(lane)[1] + n];
        const exact = a[row]!.reduce((sum, x, k) => sum + x * b[k]![column]!, c[row]![column]!);
        expect(results[at]![lane]).toBeCloseTo(exact, 5);
      }
    });
  });
});
