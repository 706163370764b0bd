// The typed surface (the type checker holds the lines marked as errors) and the JS run's memory: strided tensors, overhang, slices, loops.
import { describe, expect, test } from "vitest";
import {
  bf16,
  bool,
  copy,
  type DType,
  type Dim,
  f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  HostTensor,
  i32,
  i8,
  kernel,
  max,
  parallel,
  pipelined,
  range,
  reduceMax,
  reduceSum,
  shared,
  type Static,
  transpose,
  u32,
  work,
} from "./index.ts";

describe("types", () => {
  interface Problem<T extends number> {
    dtype: DType<T>;
    headDim: number;
  }
  const generic = kernel(
    import.meta.url,
    "generic",
    <T extends f16 | bf16>({ dtype, headDim }: Static<Problem<T>>, { blockM, blockN }: Static<{ blockM: number; blockN: number }>) =>
      (q: Global<T, [i32, Dim<"headDim">]>, scale: f32, window: i32) => {
        const rows = shared(dtype, [blockM, headDim]);
        const columns = shared(dtype, [blockN, headDim]);
        const other = shared(bf16, [blockM, blockN]);
        const scores = fragment(f32, [blockM, blockN]);
        const perRow = fragment(f32, [blockM]);
        copy(q.at(range(0, blockM), range(0, headDim)), rows);
        gemm(rows, transpose(columns), scores);
        reduceMax(scores, 1, perRow);
        // @ts-expect-error gemm: inner dimensions differ
        gemm(rows, columns, scores);
        // @ts-expect-error gemm: accumulator must be f32
        gemm(rows, transpose(columns), other);
        // @ts-expect-error reduce: shapes differ
        reduceMax(scores, 0, perRow);
        // @ts-expect-error copy: shapes differ
        copy(rows, columns);
        // @ts-expect-error copy: dtypes differ
        copy(q.at(range(0, blockM), range(0, headDim)), fragment(f32, [blockM, headDim]));
        // @ts-expect-error a range or an index for every axis
        q.at(range(0, blockM));
        // @ts-expect-error max: dtypes differ
        max(scale, window);
        for (const [i, j] of parallel(blockM, blockN)) scores[i][j] += perRow[i];
      },
  );
  test("a kernel generic in a dtype keeps its constants' and parameters' types", () => {
    expect(generic.name).toBe("generic");
    const never = (): void => {
      generic.run({ dtype: "bf16", headDim: 64 }, { blockM: 16 }, null, 1, 2);
      // @ts-expect-error constants are dtypes by name
      generic.run({ dtype: 3 }, {}, null, 1, 2);
      // @ts-expect-error a tensor, not a number
      generic.run({}, {}, 3, 1, 2);
    };
    expect(never).toBeTypeOf("function");
  });
});

test("casts saturate floats and keep the bits of 32-bit integers", () => {
  expect([3e9 + 0.5, -3e9, 5e9, -0.5, 2.9, Number.NaN, Infinity, -Infinity].map(i32)).toEqual([
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 31 - 1,
    0,
    2,
    0,
    2 ** 31 - 1,
    -(2 ** 31),
  ]);
  expect([-1.5, 5e9, Number.NaN, -Infinity, 7.9].map(u32)).toEqual([0, 2 ** 32 - 1, 0, 0, 7]);
  expect([300, -300, 127.9, Number.NaN].map(i8)).toEqual([127, -128, 127, 0]);
  expect([-1, -(2 ** 31), 2 ** 32 - 1].map(u32)).toEqual([2 ** 32 - 1, 2 ** 31, 2 ** 32 - 1]);
  expect([2 ** 32 - 1, 2 ** 31].map(i32)).toEqual([-1, -(2 ** 31)]);
  expect([Number.NaN, 0, -0, 0.1].map(bool)).toEqual([1, 0, 0, 1]);
});

describe("host tensors", () => {
  test("strides, offsets and storage bits", () => {
    const tensor = new HostTensor("bf16", [2, 3], new Uint16Array(20), [1, 4], 5).poison();
    tensor.set([1, 2], 1.0001);
    expect(tensor.data[5 + 1 + 8]).toBe(0x3f80);
    expect(tensor.get([1, 2])).toBe(1);
    expect([...tensor.toNumbers()]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1]);
    expect(() => tensor.get([2, 0])).toThrow(RangeError);
    expect(HostTensor.allocate("f32", [3, 0, 2]).data.length).toBe(0);
    expect([...HostTensor.fromNumbers("i32", [2, 2], [1, 2, 3, 4]).toNumbers()]).toEqual([1, 2, 3, 4]);
    expect(HostTensor.allocate("f32", [2, 3], [8, 2]).data.length).toBe(13);
  });
});

describe("the JS run", () => {
  const rowsOf = (tile: unknown): number[][] => (tile as Float32Array[]).map((row) => [...row]);
  const run = (body: (x: Global<f32, [i32, i32]>) => void, values = 12): number[] => {
    const x = HostTensor.fromNumbers(
      "f32",
      [3, 4],
      Array.from({ length: values }, (_, n) => n),
    );
    kernel("", "run", (_p: object, _t: object) => (of: Global<f32, [i32, i32]>) => body(of)).run({}, {}, x);
    return [...x.toNumbers()];
  };
  test("views overhang: zeros in, nothing out, at the slice's end too", () => {
    run((x) => {
      const tile = fragment(f32, [2, 3]);
      copy(x.at(range(2, 2), range(-1, 3)), tile);
      expect(rowsOf(tile)).toEqual([
        [0, 8, 9],
        [0, 0, 0],
      ]);
      copy(x.slice(1, 1, 2).at(range(0, 2), range(0, 3)), tile);
      expect(rowsOf(tile)).toEqual([
        [1, 2, 0],
        [5, 6, 0],
      ]);
    });
    const after = run((x) => {
      const tile = fragment(f32, [2, 3]);
      fill(tile, -1);
      copy(tile, x.slice(1, 1, 2).at(range(2, 2), range(0, 3)));
    });
    expect(after).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -1, 11]);
    expect(() => run((x) => x.slice(1, 2, 3))).toThrow(RangeError);
    expect(() => run((x) => x.write(1, 3, 0))).toThrow(/CUI3019/);
  });
  test("loops", () => {
    expect([...work([2, 3], { reversed: 0 })]).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    expect([...parallel(2, 2)]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect([...pipelined(2, 4, { stages: 3 })]).toEqual([2, 3]);
    expect([...work([0, 3])]).toEqual([]);
  });
  test("uninitialised tiles show; casts round; products accumulate or replace", () => {
    run(() => {
      const a = shared(bf16, [1, 2]);
      const sums = fragment(f32, [1, 2]);
      const total = fragment(f32, [1]);
      for (const [i] of parallel(1)) expect(sums[i][0]).toBeNaN();
      fill(a, 1 + 2 ** -9);
      for (const [i] of parallel(1)) expect(a[i][0]).toBe(1);
      gemm(a, shared(bf16, [2, 2]), sums, { accumulate: false });
      fill(sums, 3);
      const ones = shared(bf16, [2, 2]);
      fill(ones, 1);
      gemm(a, ones, sums);
      reduceSum(sums, 1, total);
      for (const [i] of parallel(1)) expect(total[i]).toBe(10);
      expect(() => shared(f32, [2.5])).toThrow(/^CUI3007: run: tile extents/);
      expect([f16(1 / 3), bf16(1 / 3), i32(-2.7), i32(true)]).toEqual([0.333251953125, 0.333984375, -2, 1]);
    });
  });
});
