// The test library itself: reproducible numbers, layouts that keep elements apart, and a budget that catches what it must.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budgetProblem, expectAgrees, expectSameBits, maxAbsoluteError, relativeError } from "./errors.ts";
import { Random } from "./random.ts";
import { allocate, bitsOf, damagedPlace, layoutArbitrary, randomTensor, rowMajor, setAll } from "./tensors.ts";

describe("Random", () => {
  test("repeats for a seed and differs between seeds", () => {
    const draw = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
  test("has the moments of its distributions", () => {
    const random = new Random(1);
    const normal = Array.from({ length: 20000 }, () => random.normal());
    const moment = (power: number): number => normal.reduce((sum, x) => sum + x ** power, 0) / normal.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
    const dice = Array.from({ length: 6000 }, () => random.integer(1, 6));
    for (const face of [1, 2, 3, 4, 5, 6]) expect(Math.abs(dice.filter((x) => x === face).length - 1000)).toBeLessThan(150);
  });
});

describe("tensors", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  test("every layout keeps every element apart, inside storage, and its gaps poisoned", () => {
    fc.assert(
      fc.property(
        shape.chain((s) => fc.tuple(fc.constant(s), layoutArbitrary(s.length))),
        fc.constantFrom("f32", "bf16", "i32"),
        ([s, layout], dtype) => {
          let count = 0;
          const tensor = setAll(allocate(dtype, s, layout), () => count++);
          expect([...tensor.toNumbers()]).toEqual(Array.from({ length: tensor.size }, (_, n) => n));
          expect(tensor.strides.at(-1)).toBe(1);
          expect(damagedPlace(tensor)).toBeNull();
        },
      ),
    );
  });
  test("a write between the rows, before or behind the tensor is found", () => {
    for (const place of [0, 4, 9]) {
      const tensor = setAll(allocate("bf16", [2, 3], { order: [0, 1], padding: 1, margin: 1 }), () => 1);
      tensor.data[place] = 5;
      expect(damagedPlace(tensor)).toBe(place);
    }
  });
  test("values do not depend on the layout", () => {
    const layout = { order: [1, 0, 2], padding: 3, margin: 5 };
    expect(bitsOf(randomTensor(new Random(3), "f16", [2, 3, 4], { layout }))).toEqual(
      bitsOf(randomTensor(new Random(3), "f16", [2, 3, 4])),
    );
    expect(Math.max(...randomTensor(new Random(3), "f32", [1000], { distribution: "uniform", scale: 0.5 }).toNumbers())).toBeLessThan(0.5);
    expect(() => allocate("f32", [2, 2], { ...rowMajor(2), order: [0, 0] })).toThrow(/must name each/);
  });
});

describe("errors", () => {
  test("metrics", () => {
    expect(relativeError([3, 4.5], [3, 4])).toBeCloseTo(0.1);
    expect(maxAbsoluteError([1, 5, Number.NEGATIVE_INFINITY], [2, 5, Number.NEGATIVE_INFINITY])).toBe(1);
    expect(relativeError([0, 0], [0, 0])).toBe(0);
    expect(relativeError([0, 1e-9], [0, 0])).toBe(Number.POSITIVE_INFINITY);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) expect(maxAbsoluteError([bad], [1])).toBe(Number.POSITIVE_INFINITY);
    expect(() => maxAbsoluteError([1], [1, 2])).toThrow(/cannot agree/);
  });
  const reference = Array.from({ length: 10000 }, (_, n) => Math.sin(n));
  const working = reference.map((x, n) => x * (1 + (n % 2 ? 1 : -1) * 2 ** -9));
  const base = { reference, working, dtype: "bf16", factor: 2 } as const;
  test("the budget accepts the working precision and a little more", () => {
    expect(budgetProblem({ ...base, actual: working })).toBeNull();
    expect(budgetProblem({ ...base, actual: reference.map((x) => x * (1 + 1.9 * 2 ** -9)) })).toBeNull();
  });
  test("the budget refuses a larger error, one wrong element, and wrong infinities", () => {
    expect(budgetProblem({ ...base, actual: reference.map((x) => x * (1 + 2.1 * 2 ** -9)) })).toMatch(/norm of the error/);
    expect(budgetProblem({ ...base, actual: reference.with(77, reference[77]! + 0.01) })).toMatch(/largest error .* worst is element 77/s);
    expect(budgetProblem({ ...base, actual: reference.with(5, Number.NaN) })).toMatch(/element 5: NaN/);
    expect(() => expectAgrees("output", { ...base, actual: reference.with(5, Number.NEGATIVE_INFINITY) })).toThrow(/^output: norm/);
    expect(budgetProblem({ ...base, actual: reference, working: working.with(0, Number.NaN) })).toMatch(/working precision itself/);
  });
  test("an exact working precision leaves room for less than one rounding", () => {
    expect(budgetProblem({ ...base, working: reference, actual: reference.map((x) => x * (1 + 2 ** -11)) })).toBeNull();
    expect(budgetProblem({ ...base, working: reference, actual: reference.map((x) => x * (1 + 2 ** -8)) })).toMatch(/norm/);
    expect(budgetProblem({ actual: [1e-8], reference: [0], working: [0], dtype: "f32", factor: 2 })).toMatch(/norm/);
    expect(budgetProblem({ actual: [1e-8], reference: [0], working: [0], dtype: "f32", factor: 2, magnitude: 1 })).toBeNull();
  });
  test("bits are compared in row-major order, whatever the layout", () => {
    const a = randomTensor(new Random(3), "f32", [2, 3]);
    const b = randomTensor(new Random(3), "f32", [2, 3], { layout: { order: [1, 0], padding: 2, margin: 1 } });
    expect(() => expectSameBits("copy", a, b)).not.toThrow();
    b.set([1, 0], -0);
    a.set([1, 0], 0);
    expect(() => expectSameBits("copy", a, b)).toThrow("copy: element 3 in row-major order has bits 0x0, not 0x80000000");
    expect(() => expectSameBits("copy", a, randomTensor(new Random(3), "bf16", [2, 3]))).toThrow(/f32 \[2,3\] is compared with bf16/);
  });
});
