// Tile operations of the CPU back end against naive loops, on random shapes, places, layouts and dtypes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromStorage, roundTo } from "../../ir/numeric.ts";
import type { Buffer, Expr, Statement, Tensor } from "../../ir/tile.ts";
import type { DType } from "../../ir/types.ts";
import { variable, use, constant, tensor, buffer, tile, view, operation, run, host, values, noise, zeros } from "./testing.ts";

describe("copy", () => {
  const dtypes: readonly DType[] = ["f32", "bf16", "f16", "i32"];
  test("in and out of any place of any strided tensor, with conversion: outside reads are 0 and outside writes dropped", () => {
    const integer = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(
        fc.constantFrom(...dtypes.slice(0, 3)),
        fc.constantFrom(...dtypes.slice(0, 3)),
        fc.tuple(integer(1, 6), integer(0, 5), integer(1, 5)),
        fc.tuple(integer(-4, 7), integer(-3, 6), integer(-4, 6)),
        fc.tuple(integer(1, 5), integer(1, 5)),
        integer(0, 2),
        fc.boolean(),
        integer(0, 99),
        (from, through, shape, [row, middle, column], [rows, columns], begin, swapped, seed) => {
          const length = Math.max(0, shape[0] - begin - 1);
          // The last two axes may be swapped in memory, with a gap between rows.
          const strides = swapped ? [shape[1] * shape[2] + 3, 1, shape[1]] : [shape[1] * shape[2] + 3, shape[2], 1];
          const source = { ...host(from, [shape[0] * (shape[1] * shape[2] + 3) + 2], noise(seed)), shape, strides, offset: 2 };
          const [input, output] = [tensor("input", from, [null, null, null]), tensor("output", "f32", [null, null])];
          const t = buffer("t", through, [rows, columns]);
          const target = host("f32", [4, 3], () => -99);
          const scalars = [variable("row", "i32", "parameter"), variable("column", "i32", "parameter")];
          const [r, c] = scalars.map(use) as [Expr, Expr];
          run(
            [input, output, ...scalars],
            [
              operation("copy", [
                view(input, [r, rows, constant(begin), constant(length)], [constant(middle), null], [c, columns]),
                tile(t),
              ]),
              operation("copy", [tile(t), view(output, [constant(1), rows], [c, columns])]),
            ],
            [source, target, row, column],
          );
          const expected = Array.from({ length: 12 }, (_, place) => {
            const [i, j] = [Math.floor(place / 3) - 1, (place % 3) - column];
            if (!(i >= 0 && i < rows && j >= 0 && j < columns)) return -99;
            const exists = row + i >= 0 && row + i < length && middle >= 0 && middle < shape[1] && column + j >= 0 && column + j < shape[2];
            if (!exists) return 0;
            const place2 = 2 + (begin + row + i) * strides[0]! + middle * strides[1]! + (column + j) * strides[2]!;
            return roundTo(through, fromStorage(from, source.data[place2]!));
          });
          expect([...target.data]).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("from tensor to tensor, and of a transposed tile", () => {
    const [input, output] = [tensor("input", "bf16", [null, null]), tensor("output", "f16", [null, null])];
    const result = host("f16", [3, 3], () => -1);
    run(
      [input, output],
      [operation("copy", [view(input, [constant(-1), 3], [constant(0), 3]), view(output, [constant(0), 3], [constant(0), 3])])],
      [host("bf16", [2, 2], (place) => place + 1), result],
    );
    expect(values(result, "f16")).toEqual([0, 0, 0, 1, 2, 0, 3, 4, 0]);
    const t = buffer("t", "f32", [2, 3]);
    const [from, to] = [tensor("from", "f32", [2, 3]), tensor("to", "f32", [3, 2])];
    const turned = host("f32", [3, 2], zeros);
    run(
      [from, to],
      [
        operation("copy", [view(from, [constant(0), 2], [constant(0), 3]), tile(t)]),
        operation("copy", [tile(t, true), view(to, [constant(0), 3], [constant(0), 2])]),
      ],
      [host("f32", [2, 3], (place) => place), turned],
    );
    expect([...turned.data]).toEqual([0, 3, 1, 4, 2, 5]);
  });
});

describe("gemm and reductions", () => {
  const load = (b: Buffer, name: string): { parameter: Tensor; statement: Statement } => {
    const parameter = tensor(name, b.dtype, b.shape);
    return {
      parameter,
      statement: operation("copy", [view(parameter, ...b.shape.map((size): [Expr, number] => [constant(0), size])), tile(b)]),
    };
  };
  test("gemm with transposes, overwriting or accumulating", () => {
    const extent = fc.constantFrom(1, 2, 3, 4, 6, 8);
    fc.assert(
      fc.property(
        extent,
        extent,
        extent,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<DType>("bf16", "f32"),
        (m, n, k, turnA, turnB, accumulate, dtype) => {
          const a = buffer("a", dtype, turnA ? [k, m] : [m, k]);
          const b = buffer("a$0", dtype, turnB ? [n, k] : [k, n]);
          const c = buffer("sum$00", "f32", [m, n]);
          const loads = [load(a, "x"), load(b, "y"), load(c, "z")];
          const out = tensor("out", "f32", [m, n]);
          const [x, y, z, result] = [
            host(dtype, a.shape, noise(1)),
            host(dtype, b.shape, noise(2)),
            host("f32", c.shape, noise(3)),
            host("f32", [m, n], zeros),
          ] as const;
          run(
            [...loads.map(({ parameter }) => parameter), out],
            [
              ...loads.map(({ statement }) => statement),
              operation("gemm", [tile(a, turnA), tile(b, turnB), tile(c)], { accumulate }),
              operation("copy", [tile(c), view(out, [constant(0), m], [constant(0), n])]),
            ],
            [x, y, z, result],
          );
          const [p, q] = [values(x, dtype), values(y, dtype)];
          for (let i = 0; i < m; i += 1)
            for (let j = 0; j < n; j += 1) {
              let sum = accumulate ? z.data[i * n + j]! : 0;
              for (let l = 0; l < k; l += 1) sum += p[turnA ? l * m + i : i * k + l]! * q[turnB ? j * k + l : l * n + j]!;
              expect(result.data[i * n + j]).toBeCloseTo(sum, 4);
            }
        },
      ),
    );
  });

  test.each([
    ["max", "f32"],
    ["min", "f32"],
    ["sum", "f32"],
    ["max", "i32"],
    ["min", "u32"],
    ["sum", "i32"],
  ] as const)("%s of %s along each axis", (kind, dtype) => {
    const shape = [3, 4, 2];
    const contents = Array.from({ length: 24 }, (_, place) => ((place * 37) % 23) - (dtype === "u32" ? 0 : 11));
    for (const axis of [0, 1, 2]) {
      const [from, to] = [buffer("from", dtype, shape), buffer("to", dtype, shape.toSpliced(axis, 1))];
      const { parameter, statement } = load(from, "x");
      const out = tensor("out", dtype, to.shape);
      const result = host(dtype, to.shape, zeros);
      const all = to.shape.map((size): [Expr, number] => [constant(0), size]);
      run(
        [parameter, out],
        [
          statement,
          operation("reduceSum", [tile(from), tile(to)], { axis, operation: kind }),
          operation("copy", [tile(to), view(out, ...all)]),
        ],
        [host(dtype, shape, (place) => contents[place]!), result],
      );
      const groups = new Map<string, number[]>();
      for (const [place, value] of contents.entries()) {
        const index = [Math.floor(place / 8), Math.floor(place / 2) % 4, place % 2].toSpliced(axis, 1).join();
        groups.set(index, [...(groups.get(index) ?? []), value]);
      }
      const reduced = [...groups]
        .sort(([p], [q]) => (p < q ? -1 : 1))
        .map(([, group]) => (kind === "max" ? Math.max(...group) : kind === "min" ? Math.min(...group) : group.reduce((x, y) => x + y, 0)));
      expect([...result.data]).toEqual(reduced);
    }
  });

  test("a rank 1 maximum gives shape [1] and ignores NaN", () => {
    const [from, to, input, out] = [
      buffer("from", "f32", [3]),
      buffer("to", "f32", [1]),
      tensor("input", "f32", [3]),
      tensor("out", "f32", [1]),
    ];
    const result = host("f32", [1], zeros);
    run(
      [input, out],
      [
        operation("copy", [view(input, [constant(0), 3]), tile(from)]),
        operation("reduceMax", [tile(from), tile(to)], { axis: 0, operation: "max" }),
        operation("copy", [tile(to), view(out, [constant(0), 1])]),
      ],
      [host("f32", [3], (place) => [-5, Number.NaN, -2][place]!), result],
    );
    expect(result.data[0]).toBe(-2);
  });
});
