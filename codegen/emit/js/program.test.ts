// The CPU back end against independent evaluation: expressions on random trees, tile operations and overhang on random shapes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromStorage, roundTo, storageFor, toStorage } from "../../ir/numeric.ts";
import type { OperationRecord } from "../../ir/operation.ts";
import type { BinaryOp, Buffer, Expr, Parameter, Statement, Tensor, TileOp, TileOperand, TileProgram, Variable, View } from "../../ir/tile.ts";
import { wholeBlock } from "../../ir/tile.ts";
import { byteSize, type DType, nowhere } from "../../ir/types.ts";
import type { JsEmitter } from "./context.ts";
import { emitJs as emitCopy } from "./ops/copy.ts";
import { emitJs as emitFill } from "./ops/fill.ts";
import { emitJs as emitGemm } from "./ops/gemm.ts";
import { emitJs as emitReduce } from "./ops/reduce.ts";
import { emitProgram, loadJs } from "./program.ts";
import type { JsArgument, JsTensor } from "./support.ts";

const emitters: Readonly<Record<string, (operation: TileOp, emitter: JsEmitter) => void>> = {
  fill: emitFill, copy: emitCopy, gemm: emitGemm, reduceMax: emitReduce, reduceMin: emitReduce, reduceSum: emitReduce,
};
/** Only what the back end reads of a record. */
const lookup = (name: string): OperationRecord | undefined => {
  const emitJs = emitters[name];
  if (emitJs) return { kind: "tile", name, emitJs } as unknown as OperationRecord;
  if (name === "max") return { kind: "scalar", name, emitJs: (args: readonly string[]) => `Math.max(${args})` } as unknown as OperationRecord;
  return undefined;
};

const variable = (name: string, dtype: DType, role: Variable["role"]): Variable => ({ kind: "variable", name, dtype, role, mutable: false });
const use = (v: Variable): Expr => ({ kind: "variable", dtype: v.dtype, variable: v });
const constant = (value: number, dtype: DType = "i32"): Expr => ({ kind: "constant", dtype, value });
const binary = (op: BinaryOp, a: Expr, b: Expr, dtype = a.dtype): Expr => ({ kind: "binary", dtype, op, a, b, position: nowhere });
const cast = (dtype: DType, a: Expr): Expr => ({ kind: "cast", dtype, a, position: nowhere });
const tensor = (name: string, dtype: DType, extents: readonly (number | null)[]): Tensor => ({ kind: "tensor", name, dtype, extents, position: nowhere });
const buffer = (name: string, dtype: DType, shape: readonly number[]): Buffer => ({ kind: "buffer", name, space: "fragment", dtype, shape, executor: wholeBlock, position: nowhere });
const tile = (b: Buffer, transposed = false): TileOperand => ({ kind: "tile", buffer: b, transposed });
const view = (t: Tensor, ...axes: readonly [start: Expr, size: number | null, begin?: Expr, length?: Expr][]): View => ({
  kind: "view", tensor: t, axes: axes.map(([start, size, begin, length]) => ({ start, size, begin: begin ?? null, length: length ?? null })),
});
const operation = (name: string, operands: readonly TileOperand[], attributes: TileOp["attributes"] = {}, scalars: readonly Expr[] = []): TileOp => ({
  kind: "tile", name, operands, scalars, attributes, executor: wholeBlock, position: nowhere,
});
const run = (parameters: readonly (Tensor | Variable)[], body: readonly Statement[], args: readonly JsArgument[]): string => {
  const list = parameters.map((p): Parameter => (p.kind === "tensor" ? { kind: "tensor", tensor: p } : { kind: "scalar", variable: p, position: nowhere }));
  const program: TileProgram = { name: "test", file: "test.ts", parameters: list, warps: 4, maxRegisters: null, blocksPerMultiprocessor: null, body };
  const text = emitProgram(program, lookup);
  loadJs(text)(...args);
  return text;
};

/** Contiguous host tensor of values rounded to the dtype. */
const host = (dtype: DType, shape: readonly number[], value: (place: number) => number): JsTensor => {
  const data = storageFor(dtype, shape.reduce((a, b) => a * b, 1));
  for (let place = 0; place < data.length; place += 1) data[place] = toStorage(dtype, value(place));
  return { dtype, data, shape, strides: shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1)), offset: 0 };
};
const values = (t: JsTensor, dtype: DType): number[] => Array.from(t.data, (stored) => fromStorage(dtype, stored));
const noise = (seed: number) => (place: number): number => Math.fround(Math.sin(place * 12.9898 + seed * 78.233) * 3);
const zeros = (): number => 0;

describe("expressions", () => {
  const floats: readonly DType[] = ["f32", "bf16", "f16"];
  /** A random expression of a dtype, and its value by this test's own rules. */
  const tree = (dtype: DType, depth: number): fc.Arbitrary<{ expr: Expr; value: number }> => {
    const isFloat = floats.includes(dtype);
    const leaf = (isFloat ? fc.double({ min: -1000, max: 1000, noNaN: true }) : fc.integer({ min: dtype === "u32" ? 0 : -(2 ** 31), max: 2 ** 31 - 1 })).map((x) => ({
      expr: constant(x, dtype), value: roundTo(dtype, x),
    }));
    if (depth === 0) return leaf;
    const inner = tree(dtype, depth - 1);
    const arithmetic = fc.tuple(fc.constantFrom<BinaryOp>("add", "subtract", "multiply"), inner, inner).map(([op, a, b]) => {
      const exact = op === "add" ? a.value + b.value : op === "subtract" ? a.value - b.value : isFloat ? a.value * b.value : Math.imul(a.value, b.value);
      return { expr: binary(op, a.expr, b.expr), value: roundTo(dtype, exact) };
    });
    const choice = fc.tuple(fc.constantFrom<BinaryOp>("less", "greaterEqual"), inner, inner).map(([op, a, b]) => {
      const holds = op === "less" ? a.value < b.value : a.value >= b.value;
      const expr: Expr = { kind: "select", dtype, condition: binary(op, a.expr, b.expr, "bool"), a: b.expr, b: a.expr, position: nowhere };
      return { expr, value: holds ? b.value : a.value };
    });
    const negated = inner.map((a) => {
      const expr: Expr = { kind: "unary", dtype, op: "negate", a: a.expr, position: nowhere };
      return { expr, value: roundTo(dtype, -a.value) };
    });
    const converted = fc.constantFrom(...floats).chain((from) => tree(from, depth - 1)).map((a) => ({ expr: cast(dtype, a.expr), value: roundTo(dtype, a.value) }));
    return fc.oneof(leaf, arithmetic, choice, negated, ...(isFloat ? [converted] : []));
  };

  test.each(["f32", "bf16", "f16", "i32", "u32"] as const)("%s trees have the dtype's exact value", (dtype) => {
    fc.assert(fc.property(tree(dtype, 4), ({ expr, value }) => {
      const out = tensor("out", dtype, [1]);
      const result = host(dtype, [1], zeros);
      run([out], [{ kind: "store", target: view(out, [constant(0), null]), value: expr, position: nowhere }], [result]);
      // Storage keeps no distinction that matters between the NaNs.
      expect(values(result, dtype)[0]).toBe(value);
    }), { numRuns: 200 });
  });

  test("scalar functions come from their records, and their results are rounded", () => {
    const [out, x] = [tensor("out", "f32", [1]), variable("x", "f32", "parameter")];
    const call: Expr = { kind: "call", dtype: "f32", name: "max", args: [use(x), constant(0.1, "f32")], position: nowhere };
    const result = host("f32", [1], zeros);
    run([out, x], [{ kind: "store", target: view(out, [constant(0), null]), value: call, position: nowhere }], [result, -1]);
    expect(result.data[0]).toBe(Math.fround(0.1));
  });
});

describe("control flow", () => {
  test("work runs every item once, the first index fastest, and reversed axes from the end", () => {
    const [out, next] = [tensor("order", "i32", [null]), tensor("next", "i32", [1])];
    const [a, b, n] = [variable("a", "i32", "work"), variable("b", "i32", "work"), variable("n", "i32", "parameter")];
    const counter = view(next, [constant(0), null]);
    const body: Statement[] = [
      { kind: "store", target: view(out, [{ kind: "read", dtype: "i32", view: counter, position: nowhere }, null]), value: binary("add", binary("multiply", use(a), constant(10)), use(b)), position: nowhere },
      { kind: "store", target: counter, value: binary("add", { kind: "read", dtype: "i32", view: counter, position: nowhere }, constant(1)), position: nowhere },
    ];
    const order = host("i32", [6], zeros);
    run([out, next, n], [{ kind: "work", indices: [a, b], extents: [use(n), constant(2)], reversed: 0, body, position: nowhere }], [order, host("i32", [1], zeros), 3]);
    expect([...order.data]).toEqual([20, 10, 0, 21, 11, 1]);
  });

  test("loops, branches and mutable scalars, with names that JavaScript reserves", () => {
    const [out, i] = [tensor("arguments", "i32", [1]), variable("let", "i32", "loop")];
    const total: Variable = { ...variable("Math", "i32", "local"), mutable: true };
    const add = (by: Expr): Statement => ({ kind: "assign", variable: total, value: binary("add", use(total), by), position: nowhere });
    const result = host("i32", [1], zeros);
    run([out], [
      { kind: "let", variable: total, value: constant(0), position: nowhere },
      { kind: "for", mode: "serial", variable: i, first: constant(1), last: constant(10), step: 3, stages: 1, position: nowhere, body: [
        { kind: "if", condition: binary("equal", use(i), constant(4), "bool"), then: [add(constant(100))], otherwise: [add(use(i))], position: nowhere },
      ] },
      { kind: "store", target: view(out, [constant(0), null]), value: use(total), position: nowhere },
    ], [result]);
    expect(result.data[0]).toBe(1 + 100 + 7);
  });

  test("each work item starts with poisoned tiles", () => {
    const [out, a, t] = [tensor("out", "f32", [2]), variable("a", "i32", "work"), buffer("t", "f32", [1])];
    const first: Statement = { kind: "if", condition: binary("equal", use(a), constant(0), "bool"), then: [operation("fill", [tile(t)], {}, [constant(7, "f32")])], otherwise: [], position: nowhere };
    const result = host("f32", [2], zeros);
    run([out], [{ kind: "work", indices: [a], extents: [constant(2)], reversed: null, position: nowhere, body: [first, operation("copy", [tile(t), view(out, [use(a), 1])])] }], [result]);
    expect([...result.data]).toEqual([7, Number.NaN]);
  });
});

describe("copy", () => {
  const dtypes: readonly DType[] = ["f32", "bf16", "f16", "i32"];
  test("in and out of any place of any strided tensor, with conversion: outside reads are 0 and outside writes dropped", () => {
    const integer = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(fc.property(
      fc.constantFrom(...dtypes.slice(0, 3)), fc.constantFrom(...dtypes.slice(0, 3)), fc.tuple(integer(1, 6), integer(0, 5), integer(1, 5)),
      fc.tuple(integer(-4, 7), integer(-3, 6), integer(-4, 6)), fc.tuple(integer(1, 5), integer(1, 5)), integer(0, 2), fc.boolean(), integer(0, 99),
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
        run([input, output, ...scalars], [
          operation("copy", [view(input, [r, rows, constant(begin), constant(length)], [constant(middle), null], [c, columns]), tile(t)]),
          operation("copy", [tile(t), view(output, [constant(1), rows], [c, columns])]),
        ], [source, target, row, column]);
        const expected = Array.from({ length: 12 }, (_, place) => {
          const [i, j] = [Math.floor(place / 3) - 1, (place % 3) - column];
          if (!(i >= 0 && i < rows && j >= 0 && j < columns)) return -99;
          const exists = row + i >= 0 && row + i < length && middle >= 0 && middle < shape[1] && column + j >= 0 && column + j < shape[2];
          if (!exists) return 0;
          const place2 = 2 + (begin + row + i) * strides[0]! + middle * strides[1]! + (column + j) * strides[2]!;
          return roundTo(through, fromStorage(from, source.data[place2]!));
        });
        expect([...target.data]).toEqual(expected);
      }), { numRuns: 300 });
  });

  test("from tensor to tensor, and of a transposed tile", () => {
    const [input, output] = [tensor("input", "bf16", [null, null]), tensor("output", "f16", [null, null])];
    const result = host("f16", [3, 3], () => -1);
    run([input, output], [operation("copy", [view(input, [constant(-1), 3], [constant(0), 3]), view(output, [constant(0), 3], [constant(0), 3])])], [host("bf16", [2, 2], (place) => place + 1), result]);
    expect(values(result, "f16")).toEqual([0, 0, 0, 1, 2, 0, 3, 4, 0]);
    const t = buffer("t", "f32", [2, 3]);
    const [from, to] = [tensor("from", "f32", [2, 3]), tensor("to", "f32", [3, 2])];
    const turned = host("f32", [3, 2], zeros);
    run([from, to], [operation("copy", [view(from, [constant(0), 2], [constant(0), 3]), tile(t)]), operation("copy", [tile(t, true), view(to, [constant(0), 3], [constant(0), 2])])], [host("f32", [2, 3], (place) => place), turned]);
    expect([...turned.data]).toEqual([0, 3, 1, 4, 2, 5]);
  });
});

describe("gemm and reductions", () => {
  const load = (b: Buffer, name: string): { parameter: Tensor; statement: Statement } => {
    const parameter = tensor(name, b.dtype, b.shape);
    return { parameter, statement: operation("copy", [view(parameter, ...b.shape.map((size): [Expr, number] => [constant(0), size])), tile(b)]) };
  };
  test("gemm with transposes, overwriting or accumulating", () => {
    const extent = fc.constantFrom(1, 2, 3, 4, 6, 8);
    fc.assert(fc.property(extent, extent, extent, fc.boolean(), fc.boolean(), fc.boolean(), fc.constantFrom<DType>("bf16", "f32"), (m, n, k, turnA, turnB, accumulate, dtype) => {
      const a = buffer("a", dtype, turnA ? [k, m] : [m, k]);
      const b = buffer("a$0", dtype, turnB ? [n, k] : [k, n]);
      const c = buffer("sum$00", "f32", [m, n]);
      const loads = [load(a, "x"), load(b, "y"), load(c, "z")];
      const out = tensor("out", "f32", [m, n]);
      const [x, y, z, result] = [host(dtype, a.shape, noise(1)), host(dtype, b.shape, noise(2)), host("f32", c.shape, noise(3)), host("f32", [m, n], zeros)] as const;
      run([...loads.map(({ parameter }) => parameter), out], [
        ...loads.map(({ statement }) => statement), operation("gemm", [tile(a, turnA), tile(b, turnB), tile(c)], { accumulate }),
        operation("copy", [tile(c), view(out, [constant(0), m], [constant(0), n])]),
      ], [x, y, z, result]);
      const [p, q] = [values(x, dtype), values(y, dtype)];
      for (let i = 0; i < m; i += 1) for (let j = 0; j < n; j += 1) {
        let sum = accumulate ? z.data[i * n + j]! : 0;
        for (let l = 0; l < k; l += 1) sum += p[turnA ? l * m + i : i * k + l]! * q[turnB ? j * k + l : l * n + j]!;
        expect(result.data[i * n + j]).toBeCloseTo(sum, 4);
      }
    }));
  });

  test.each([["max", "f32"], ["min", "f32"], ["sum", "f32"], ["max", "i32"], ["min", "u32"], ["sum", "i32"]] as const)("%s of %s along each axis", (kind, dtype) => {
    const shape = [3, 4, 2];
    const contents = Array.from({ length: 24 }, (_, place) => ((place * 37) % 23) - (dtype === "u32" ? 0 : 11));
    for (const axis of [0, 1, 2]) {
      const [from, to] = [buffer("from", dtype, shape), buffer("to", dtype, shape.toSpliced(axis, 1))];
      const { parameter, statement } = load(from, "x");
      const out = tensor("out", dtype, to.shape);
      const result = host(dtype, to.shape, zeros);
      const all = to.shape.map((size): [Expr, number] => [constant(0), size]);
      run([parameter, out], [statement, operation("reduceSum", [tile(from), tile(to)], { axis, operation: kind }), operation("copy", [tile(to), view(out, ...all)])], [host(dtype, shape, (place) => contents[place]!), result]);
      const groups = new Map<string, number[]>();
      for (const [place, value] of contents.entries()) {
        const index = [Math.floor(place / 8), Math.floor(place / 2) % 4, place % 2].toSpliced(axis, 1).join();
        groups.set(index, [...(groups.get(index) ?? []), value]);
      }
      const reduced = [...groups].sort(([p], [q]) => (p < q ? -1 : 1)).map(([, group]) => (kind === "max" ? Math.max(...group) : kind === "min" ? Math.min(...group) : group.reduce((x, y) => x + y, 0)));
      expect([...result.data]).toEqual(reduced);
    }
  });

  test("a rank 1 maximum gives shape [1] and ignores NaN", () => {
    const [from, to, input, out] = [buffer("from", "f32", [3]), buffer("to", "f32", [1]), tensor("input", "f32", [3]), tensor("out", "f32", [1])];
    const result = host("f32", [1], zeros);
    run([input, out], [
      operation("copy", [view(input, [constant(0), 3]), tile(from)]), operation("reduceMax", [tile(from), tile(to)], { axis: 0, operation: "max" }),
      operation("copy", [tile(to), view(out, [constant(0), 1])]),
    ], [host("f32", [3], (place) => [-5, Number.NaN, -2][place]!), result]);
    expect(result.data[0]).toBe(-2);
  });
});

test("parallel bodies read and write elements", () => {
  const t = buffer("t", "bf16", [2, 3]);
  const [i, j, out] = [variable("i", "i32", "lane"), variable("j", "i32", "lane"), tensor("out", "bf16", [2, 3])];
  const value = cast("bf16", binary("add", cast("f32", binary("multiply", use(i), constant(1000))), cast("f32", use(j))));
  const result = host("bf16", [2, 3], zeros);
  const text = run([out], [
    { kind: "parallel", indices: [i, j], extents: [2, 3], executor: wholeBlock, position: nowhere, body: [{ kind: "store", target: { kind: "element", buffer: t, index: [use(i), use(j)] }, value, position: nowhere }] },
    operation("copy", [tile(t), view(out, [constant(0), 2], [constant(0), 3])]),
  ], [result]);
  expect(values(result, "bf16")).toEqual([0, 1, 2, 1000, 1000, 1000]);
  expect(text).toContain("t[i * 3 + j] =");
  expect(byteSize.bf16).toBe(result.data.BYTES_PER_ELEMENT);
});

describe("refusals", () => {
  const x = tensor("x", "bf16", [null, 4]);
  const touch = operation("fill", [view(x, [constant(0), 1], [constant(0), 4])], {}, [constant(0, "bf16")]);
  const good = host("bf16", [2, 4], zeros);
  test.each<[string, JsArgument, RegExp]>([
    ["an absent tensor", null, /'x': this kernel reads or writes it/],
    ["a number", 3, /'x' must be a tensor, not a number/],
    ["another dtype of the same size", { ...good, dtype: "f16" }, /must have dtype bf16, not f16/],
    ["another storage", { data: new Float32Array(8), shape: [2, 4], strides: [4, 1], offset: 0 }, /stored in a Uint16Array, not a Float32Array/],
    ["another rank", host("bf16", [8], zeros), /must have 2 axes/],
    ["another static extent", host("bf16", [2, 5], zeros), /axis 1 must have length 4/],
    ["strides past the storage", { ...good, strides: [5, 1] }, /spans elements 0 to 8 of a storage of 8/],
    ["strides before the storage", { ...good, strides: [-4, 1] }, /spans elements -4 to 3/],
  ])("%s", (_, argument, message) => expect(() => run([x], [touch], [argument])).toThrow(message));

  test("an unused tensor may be absent", () => expect(() => run([x], [], [null])).not.toThrow());
  test("an index outside its axis", () => {
    const store: Statement = { kind: "store", target: view(x, [constant(2), null], [constant(0), null]), value: constant(0, "bf16"), position: nowhere };
    expect(() => run([x], [store], [good])).toThrow(/<builder>:1: x: index 2 lies outside its axis of length 2/);
  });
  test("integer division, scheduled IR, unknown operations, bad shapes", () => {
    const n = variable("n", "i32", "local");
    expect(() => run([], [{ kind: "let", variable: n, value: binary("divide", constant(1), constant(2)), position: nowhere }], [])).toThrow(/use idiv/);
    expect(() => run([], [{ kind: "barrier", drain: false, reason: "", position: nowhere }], [])).toThrow(/front end's tile IR/);
    expect(() => run([], [operation("sort", [])], [])).toThrow(/no operation 'sort'/);
    const [a, b] = [buffer("a", "f32", [2, 3]), buffer("b", "f32", [2, 2])];
    expect(() => run([], [operation("copy", [tile(a), tile(b)])], [])).toThrow(/shapes must be equal/);
    expect(() => run([], [operation("gemm", [tile(a), tile(a), tile(b)])], [])).toThrow(/needs \[M, K\]/);
    expect(() => run([], [operation("reduceSum", [tile(a), tile(b)], { axis: 1, operation: "sum" })], [])).toThrow(/gives f32 \[2\]/);
  });
});
