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
import type { Buffer } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import { LayoutConstraints, type MatrixProduct } from "./constraints.ts";
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

describe("warps of matrix products", () => {
  const tile = (name: string, ...shape: number[]): Buffer => ({
    kind: "buffer",
    name,
    space: "fragment",
    dtype: "f32",
    shape,
    executor: wholeBlock,
    position: nowhere,
  });
  const product = (c: Buffer, part: Partial<MatrixProduct> = {}): MatrixProduct => ({
    batch: null,
    m: c.shape[0]!,
    n: c.shape[1]!,
    k: 64,
    a: null,
    b: null,
    c,
    ...part,
  });
  const scores = tile("scores", 64, 64);
  const first = product(scores);
  const whole = { rows: 4, columns: 1 };
  const across = { rows: 1, columns: 4 };
  /** The warps of the first product and of all together, when a second one takes what the first gives. */
  const grids = (second: MatrixProduct, tie: (constraints: LayoutConstraints) => void = () => {}) => {
    const constraints = new LayoutConstraints(4);
    constraints.product(first);
    constraints.product(second);
    tie(constraints);
    return [constraints.warpGrid(first), constraints.warpGrid(second)];
  };
  it("alone, as square as the tile allows", () => {
    const constraints = new LayoutConstraints(4);
    constraints.product(first);
    expect(constraints.warpGrid(first)).toEqual({ rows: 2, columns: 2 });
  });
  it("an operand in a fragment is held whole along the inner axis, and what gives it is divided alike", () => {
    expect(grids(product(tile("sums", 64, 32), { a: { buffer: scores, transposed: false } }))).toEqual([whole, whole]);
    expect(grids(product(tile("sums", 32, 64), { b: { buffer: scores, transposed: true } }))).toEqual([whole, across]);
  });
  it("also where a tile of the same elements, or its transpose, lies between them", () => {
    const weights = tile("weights", 64, 64);
    const left = product(tile("sums", 64, 32), { a: { buffer: weights, transposed: false } });
    const right = product(tile("sums", 32, 64), { b: { buffer: weights, transposed: false } });
    expect(grids(left, (c) => c.same(scores, weights))).toEqual([whole, whole]);
    expect(grids(right, (c) => c.keep(scores, [1, 0], weights))).toEqual([whole, across]);
    // A vector of its rows ties nothing to it.
    const rows = tile("rows", 64);
    expect(
      grids(left, (c) => {
        c.keep(weights, [0], rows);
        c.keep(scores, [1], rows, false);
      }),
    ).toEqual([{ rows: 2, columns: 2 }, whole]);
  });
  it("a product of the transpose of another one's sums is divided along the other axis", () => {
    const sums = tile("sums", 64, 64);
    const second = product(sums, { a: { buffer: tile("left", 64, 64), transposed: false } });
    expect(grids(second, (c) => c.keep(scores, [0, 1], sums, false))).toEqual([whole, whole]);
    expect(grids(second, (c) => c.keep(scores, [1, 0], sums, false))).toEqual([across, whole]);
  });
  it("rows that are reduced are held by as few warps as can be", () => {
    const constraints = new LayoutConstraints(4);
    constraints.product(first);
    constraints.reduced(scores, 1, tile("rows", 64));
    expect(constraints.warpGrid(first)).toEqual(whole);
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
