// The exact kernels' cases: shapes around the tiles, strides, places and constants that take every path.
import { HostTensor } from "../../dsl/index.ts";
import type { ExactCase } from "../exact-kernels.ts";
import { allocate, type DType, type Layout, setAll } from "../lib/tensors.ts";
import { cuts, exchanges, gathered, masks, prefetches, replicas, trails, windows } from "./memory.ts";
import { affineMaps, segmentSums } from "../scan-kernels.ts";
import { alternating, apart, chain } from "./roles.ts";
import { late, polynomials, restarted, uneven, windowSums } from "./rings.ts";
import { matrixProduct } from "../../examples/kernels/gemm.ts";
import { ringProduct } from "../../examples/kernels/ring-gemm.ts";
import { roleProduct } from "../../examples/kernels/role-gemm.ts";
import { constants, integers, orders, pairs, products, reductions, repeated } from "./numbers.ts";

/** Small integers, no two neighbours alike. */
const ramp = (dtype: DType, shape: readonly number[], most = 50, layout?: Layout): HostTensor => {
  let n = 0;
  const low = dtype === "u32" ? 0 : -most;
  return setAll(layout ? allocate(dtype, shape, layout) : allocate(dtype, shape), () => low + ((n++ * 37) % (most - low + 1)));
};
const words = (shape: readonly number[], first: number): HostTensor => {
  let n = first;
  return setAll(allocate("u32", shape), () => {
    n = Math.imul(n, 747796405) >>> 0;
    return n;
  });
};
const cyclic = (list: readonly number[]): (() => number) => {
  let n = 0;
  return () => list[n++ % list.length]!;
};
const padded = (rank: number, padding: number, margin: number): Layout => ({
  order: Array.from({ length: rank }, (_, axis) => axis),
  padding,
  margin,
});
/** The tensor with its last two axes swapped in memory. */
const turned = (t: HostTensor): HostTensor =>
  new HostTensor(
    t.dtype,
    [...t.shape.slice(0, -2), t.shape.at(-1)!, t.shape.at(-2)!],
    t.data,
    [...t.strides.slice(0, -2), t.strides.at(-1)!, t.strides.at(-2)!],
    t.offset,
  );
/** One row, said to be very far from the next. */
const lonely = (t: HostTensor): HostTensor => new HostTensor(t.dtype, t.shape, t.data, t.strides.with(0, 2 ** 40), t.offset);

const windowCases = (["f32", "bf16", "f16"] as const).flatMap((dtype, n): ExactCase[] =>
  [
    { rows: 8, columns: 32, warps: 2, begin: 2, length: 13, down: 0, right: 0 },
    { rows: 4, columns: 24, warps: 1, begin: 1, length: 9, down: 3, right: 5 },
    { rows: 8, columns: 16, warps: 4, begin: 0, length: 17, down: -2, right: 8 },
    { rows: 16, columns: 64, warps: 3, begin: 3, length: 14, down: 1, right: 16 },
  ].map(({ rows, columns, warps, begin, length, down, right }, k) => {
    const shape = [17, 2, 40];
    const layout = [padded(3, 0, 0), padded(3, 8, 16), padded(3, 3, 5), padded(3, 16, 8)][(k + n) % 4]!;
    return {
      kernel: windows,
      problem: { dtype },
      tuning: { rows, columns, warps },
      tensors: { x: ramp(dtype, shape, 50, layout), y: ramp("f32", [16, 2, 37], 9), z: ramp(dtype, shape, 9, layout) },
      scalars: { begin, length, down, right },
    };
  }),
);

export const exactCases: readonly ExactCase[] = [
  ...windowCases,
  ...[1, 2].map(
    (warps): ExactCase => ({
      kernel: gathered,
      tuning: { rows: 4, columns: 16, warps },
      tensors: {
        x: warps === 1 ? ramp("f32", [4, 50]) : turned(ramp("f32", [50, 4])),
        starts: HostTensor.fromNumbers("i32", [4], [3, 32, 45, 0]),
        y: ramp("f32", [15, 18], 3, padded(2, 2, 1)),
      },
    }),
  ),
  {
    kernel: gathered,
    tuning: { rows: 4, columns: 16, warps: 1 },
    tensors: { x: lonely(ramp("f32", [1, 50])), starts: HostTensor.fromNumbers("i32", [1], [8]), y: ramp("f32", [4, 20], 3) },
  },
  ...(
    [
      [0, 64, 1],
      [5, 21, 2],
      [9, 9, 4],
      [40, 3, 1],
      [-3, 17, 2],
    ] as const
  ).map(
    ([low, high, warps]): ExactCase => ({
      kernel: masks,
      tuning: { rows: 8, columns: 16, warps },
      tensors: { x: ramp("f32", [30, 16]), y: allocate("f32", [30, 16]), z: allocate("f32", [30, 16]) },
      scalars: { low, high },
    }),
  ),
  ...(
    [
      [16, 2, 5],
      [32, 4, 4],
      [16, 1, 3],
      [24, 3, 4],
    ] as const
  ).map(
    ([side, warps, steps]): ExactCase => ({
      kernel: exchanges,
      tuning: { side, warps },
      tensors: { x: ramp("f32", [side, side]), y: allocate("f32", [side, side]) },
      scalars: { steps },
    }),
  ),
  ...(
    [
      [3, 5, 2],
      [1, 8, 1],
      [4, 0, 2],
    ] as const
  ).map(
    ([begin, right, warps]): ExactCase => ({
      kernel: cuts,
      problem: { width: 20 },
      tuning: { rows: 4, columns: 32, warps },
      tensors: { x: ramp("f32", [10, 20]), y: allocate("f32", [3, 10, 32]) },
      scalars: { begin, right },
    }),
  ),
  ...[2, 3].map(
    (stages): ExactCase => ({
      kernel: late,
      tuning: { stages, warps: 2 },
      tensors: { x: ramp("f32", [24, 32]), y: allocate("f32", [8, 32]) },
    }),
  ),
  ...[2, 3].map(
    (stages): ExactCase => ({
      kernel: uneven,
      tuning: { stages, warps: 2 },
      tensors: { x: ramp("f32", [40, 32]), y: allocate("f32", [8, 32]) },
      scalars: { steps: 6 },
    }),
  ),
  ...(
    [
      [2, 128, 4],
      [64, 4, 4],
      [16, 16, 2],
    ] as const
  ).map(
    ([rows, columns, warps]): ExactCase => ({
      kernel: repeated,
      tuning: { rows, columns, warps },
      tensors: { x: ramp("f32", [rows, columns], 3), y: allocate("f32", [rows]), z: allocate("f32", [columns]) },
      scalars: { steps: 3 },
    }),
  ),
  ...[1, 2].map(
    (stride): ExactCase => ({
      kernel: trails,
      tuning: { stride, warps: 2 },
      tensors: { x: ramp("f32", [64]), y: allocate("f32", [12, 64]) },
      scalars: { steps: 5 },
    }),
  ),
  ...(
    [
      [4, 2],
      [40, 1],
      [64, 4],
      [1, 1],
    ] as const
  ).map(
    ([size, warps]): ExactCase => ({
      kernel: replicas,
      tuning: { size, warps },
      tensors: { x: ramp("f32", [70]), y: ramp("f32", [70], 20), z: ramp("f32", [70, 2]) },
    }),
  ),
  ...(
    [
      [2, 2, 2, 0, 5],
      [3, 1, 3, 1, 4],
      [4, 4, 1, 0, 2],
      [3, 2, 2, 4, 4],
      [2, 1, 2, 3, 4],
    ] as const
  ).map(
    ([stages, warps, turns, first, last]): ExactCase => ({
      kernel: prefetches,
      tuning: { stages, warps },
      tensors: { x: ramp("f32", [37, 40]), y: allocate("f32", [8, 40]) },
      scalars: { turns, first, last },
    }),
  ),
  ...(
    [
      [8, 32, 2],
      [32, 8, 4],
      [48, 40, 3],
      [2, 256, 4],
      [1, 64, 2],
      [64, 4, 1],
      [16, 1, 2],
    ] as const
  ).map(
    ([rows, columns, warps]): ExactCase => ({
      kernel: reductions,
      tuning: { rows, columns, warps },
      tensors: {
        x: ramp("f32", [2 * rows - 1, columns]),
        ofRows: allocate("f32", [3, 2 * rows]),
        ofColumns: allocate("f32", [3, 2 * columns]),
        ofAll: allocate("f32", [2]),
      },
    }),
  ),
  ...(["shared", "transposed", "fragment"] as const).flatMap((left, x) =>
    [false, true].flatMap((isRightTransposed, y) =>
      (
        [
          [32, 32, 16, 2],
          [64, 24, 48, 4],
          [16, 8, 32, 1],
          [48, 16, 16, 3],
          [32, 64, 64, 4],
        ] as const
      )
        .filter((_, z) => left !== "fragment" || z !== 4)
        .map(
          ([m, n, k, warps], z): ExactCase => ({
            kernel: products,
            problem: { dtype: (x + y + z) % 2 ? "f16" : "bf16", left, isRightTransposed, accumulates: (x + y + z) % 3 > 0 },
            tuning: { m, n, k, warps },
            tensors: {
              a: ramp((x + y + z) % 2 ? "f16" : "bf16", left === "transposed" ? [k, m] : [m, k], 7),
              b: ramp((x + y + z) % 2 ? "f16" : "bf16", isRightTransposed ? [n, k] : [k, n], 8, padded(2, 8 * (z % 2), 0)),
              c: allocate("f32", [m, n]),
            },
          }),
        ),
    ),
  ),
  ...(
    [
      ["bf16", 8, 16, 1],
      ["f16", 16, 8, 2],
      ["bf16", 3, 32, 1],
      ["f16", 5, 5, 1],
    ] as const
  ).map(
    ([dtype, rows, columns, warps]): ExactCase => ({
      kernel: pairs,
      problem: { dtype },
      tuning: { rows, columns, warps },
      tensors: { x: ramp(dtype, [19, columns], 20), y: allocate(dtype, [19, columns]), z: allocate("f32", [19, columns]) },
    }),
  ),
  ...[
    { doubled: false, steps: 4 },
    { doubled: true, steps: 5 },
  ].map(
    ({ doubled, steps }): ExactCase => ({
      kernel: integers,
      problem: { doubled },
      tuning: { steps, warps: 1 },
      tensors: {
        x: ramp("i32", [20], 500),
        words: setAll(
          allocate("u32", [9]),
          (() => {
            let n = 1;
            return () => (n = Math.imul(n, 747796405) >>> 0);
          })(),
        ),
        y: allocate("i32", [9, 17]),
        z: allocate("u32", [9, 16]),
      },
      scalars: { n: 9 },
    }),
  ),
  ...(
    [
      [12, 5],
      [7, 20],
    ] as const
  ).map(
    ([a, b]): ExactCase => ({
      kernel: constants,
      problem: { a, b },
      tuning: { last: 5, warps: 1 },
      tensors: { y: allocate("f32", [69]), z: allocate("i32", [4, 8]) },
    }),
  ),
  { kernel: orders, tuning: { size: 8, warps: 1 }, tensors: { y: allocate("i32", [3, 4, 19]), count: allocate("i32", [36]) } },
  ...[1, 2, 3].map(
    (stages): ExactCase => ({
      kernel: windowSums,
      tuning: { stages, warps: 2 },
      tensors: { x: ramp("f32", [45, 40]), y: allocate("f32", [45, 40]) },
    }),
  ),
  ...[1, 2, 3].map(
    (stages): ExactCase => ({
      kernel: restarted,
      tuning: { stages, warps: 2 },
      tensors: { x: ramp("f32", [40, 64]), y: allocate("f32", [40, 32]) },
    }),
  ),
  ...[1, 3].map(
    (degree): ExactCase => ({
      kernel: polynomials,
      tuning: { degree, warps: 2 },
      tensors: { x: ramp("f32", [16, 32], 7), y: allocate("f32", [16, 32]) },
    }),
  ),
  ...(
    [
      [1, 1],
      [1, 3],
      [2, 2],
      [4, 2],
    ] as const
  ).map(
    ([first, second]): ExactCase => ({
      kernel: chain,
      tuning: { first, second },
      tensors: { x: ramp("f32", [37, 64]), y: allocate("f32", [37, 64]) },
    }),
  ),
  ...[1, 2, 3].map(
    (stages): ExactCase => ({ kernel: apart, tuning: { stages }, tensors: { x: ramp("f32", [19, 64]), y: allocate("f32", [8, 64]) } }),
  ),
  ...(
    [
      [4, 1],
      [1, 4],
      [3, 2],
    ] as const
  ).map(
    ([deep, flat]): ExactCase => ({
      kernel: alternating,
      tuning: { deep, flat },
      tensors: { x: ramp("f32", [192]), y: allocate("f32", [160]) },
    }),
  ),
  ...(
    [
      [2, 2],
      [3, 1],
      [4, 2],
    ] as const
  ).map(
    ([stages, warps]): ExactCase => ({
      kernel: ringProduct,
      problem: { dtype: "bf16" },
      tuning: { blockM: 32, blockN: 32, blockK: 16, stages, warps },
      tensors: { a: ramp("bf16", [40, 72], 7), b: ramp("bf16", [72, 48], 5), c: allocate("bf16", [40, 48]) },
    }),
  ),
  ...(
    [
      [2, 1, 2],
      [3, 1, 4],
    ] as const
  ).map(
    ([stages, loadWarps, productWarps]): ExactCase => ({
      kernel: roleProduct,
      problem: { dtype: "f16" },
      tuning: { blockM: 64, blockN: 32, blockK: 16, stages, loadWarps, productWarps },
      tensors: { a: ramp("f16", [40, 72], 7), b: ramp("f16", [72, 48], 5), c: allocate("f16", [40, 48]) },
    }),
  ),
  {
    kernel: matrixProduct,
    problem: { dtype: "bf16", activation: "relu", hasBias: true },
    tuning: { blockM: 32, blockN: 48, blockK: 32, stages: 3, warps: 2 },
    tensors: {
      a: ramp("bf16", [40, 100], 7),
      b: ramp("bf16", [100, 56], 5, padded(2, 8, 0)),
      bias: ramp("f32", [56]),
      c: allocate("bf16", [40, 56]),
    },
  },
  ...(
    [
      [0, false, 16, 8, 1],
      [1, false, 2, 64, 2],
      [0, true, 96, 2, 3],
      [1, true, 3, 40, 4],
      [0, false, 64, 4, 4],
      [1, true, 12, 96, 2],
    ] as const
  ).flatMap(([axis, reverse, rows, columns, warps]): ExactCase[] => [
    {
      kernel: affineMaps,
      problem: { axis, reverse },
      tuning: { rows, columns, warps },
      tensors: {
        a: words([rows, columns], 3),
        b: words([rows, columns], 8),
        factors: allocate("u32", [rows, columns]),
        terms: allocate("u32", [rows, columns]),
      },
    },
    {
      kernel: segmentSums,
      problem: { axis: 0, reverse },
      tuning: { rows: 1, columns: columns * 2, warps },
      tensors: {
        value: ramp("f32", [columns * 2]),
        flag: setAll(allocate("f32", [columns * 2]), cyclic([0, 0, 1, 0, 0, 0, 0])),
        sums: allocate("f32", [columns * 2]),
      },
    },
  ]),
];
