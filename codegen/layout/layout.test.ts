import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accumulatorLayout,
  blockedLayout,
  canonical,
  covers,
  keepAxes,
  leftOperandLayout,
  registerCount,
  rightOperandLayout,
  sameLayout,
} from "./fragment.ts";
import { sharedByte, sharedLayout } from "./shared.ts";

const grids = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  columns: fc.integer({ min: 1, max: 3 }),
  i: fc.integer({ min: 1, max: 3 }),
  j: fc.integer({ min: 1, max: 6 }),
});

describe("fragment layouts", () => {
  it("cover their tile, and canonical form changes nothing", () => {
    fc.assert(
      fc.property(grids, ({ rows, columns, i, j }) => {
        const warps = { rows, columns };
        for (const layout of [
          accumulatorLayout(16 * rows * i, 8 * columns * j, warps),
          leftOperandLayout(16 * rows * i, 16 * j, warps),
          rightOperandLayout(16 * i, 8 * columns * j, warps),
        ]) {
          expect(covers(layout)).toBe(true);
          expect(covers(canonical(layout))).toBe(true);
          expect(sameLayout(layout, canonical(layout))).toBe(true);
        }
      }),
    );
  });
  it("blocked layouts cover any shape for any number of warps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(1, 4, 8),
        (shape, warps, vector) => {
          const layout = blockedLayout(shape, warps, vector);
          expect(covers(layout)).toBe(true);
          const threads = [...layout.lanes, ...layout.warps].reduce((n, d) => n * d.extent, 1);
          expect(threads).toBe(32 * warps);
        },
      ),
    );
  });
  it("an accumulator is the left operand of the next product as it lies", () => {
    const warps = { rows: 4, columns: 1 };
    expect(sameLayout(accumulatorLayout(128, 96, warps), leftOperandLayout(128, 96, warps))).toBe(true);
    expect(sameLayout(accumulatorLayout(128, 96, { rows: 2, columns: 2 }), leftOperandLayout(128, 96, { rows: 2, columns: 2 }))).toBe(
      false,
    );
  });
  it("a layout that leaves elements out, holds some twice or sticks out does not cover", () => {
    const whole = accumulatorLayout(32, 16, { rows: 2, columns: 1 });
    expect(covers({ ...whole, shape: [64, 16] })).toBe(false);
    expect(covers({ ...whole, shape: [16, 16] })).toBe(false);
    expect(covers({ ...whole, registers: [...whole.registers, { extent: 2, strides: [1, 0] }] })).toBe(false);
    expect(covers({ ...whole, warps: [{ extent: 2, strides: [8, 0] }] })).toBe(false);
    expect(covers({ ...whole, warps: [{ extent: 2, strides: [32, 0] }] })).toBe(false);
  });
  it("layouts are the same only if registers, lanes and warps are", () => {
    const one = accumulatorLayout(32, 16, { rows: 2, columns: 1 });
    for (const part of ["registers", "lanes", "warps"] as const) {
      const other = { ...one, [part]: one[part].map((d) => ({ ...d, strides: d.strides.toReversed() })) };
      expect(sameLayout(one, other), part).toBe(false);
    }
    expect(sameLayout(one, { ...one, shape: [16, 32] })).toBe(false);
  });
  it("a reduction's result is replicated over the lanes that held the axis", () => {
    const rows = keepAxes(accumulatorLayout(64, 32, { rows: 4, columns: 1 }), [0]);
    expect(rows.shape).toEqual([64]);
    expect(registerCount(rows)).toBe(2);
    expect(covers(rows)).toBe(true);
    expect(
      sameLayout(keepAxes(accumulatorLayout(64, 32, { rows: 4, columns: 1 }), [1, 0]), accumulatorLayout(64, 32, { rows: 4, columns: 1 })),
    ).toBe(false);
  });
});

describe("shared layouts", () => {
  it("give every element its own bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 80 }), fc.constantFrom(2, 4), (rows, columns, bytes) => {
        const layout = sharedLayout([rows, columns], bytes);
        const seen = new Set<number>();
        for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) seen.add(sharedByte(layout, r, c));
        expect(seen.size).toBe(rows * columns);
        expect(Math.max(...seen)).toBeLessThan(layout.bytes);
      }),
    );
  });
  it("let ldmatrix read eight rows of any 16-byte column without a bank conflict", () => {
    for (const columns of [8, 16, 24, 32, 40, 48, 64, 96, 128, 192, 256]) {
      const layout = sharedLayout([64, columns], 2);
      for (let chunk = 0; chunk < columns / 8; chunk++) {
        const banks = new Set(Array.from({ length: 8 }, (_, r) => (sharedByte(layout, r, chunk * 8) % 128) >> 4));
        expect(banks.size, `${columns} columns`).toBe(8);
      }
    }
  });
});
