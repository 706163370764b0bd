// Cases of the exact kernels about numbers.
import { HostTensor } from "../../dsl/index.ts";
import type { ExactCase } from "../exact-kernels.ts";
import { allocate, setAll } from "../lib/tensors.ts";
import { ramp, words, cyclic, padded } from "./data.ts";
import { affineMaps, segmentSums } from "../scan-kernels.ts";
import {
  chains,
  constants,
  integers,
  narrowed,
  orders,
  pairs,
  products,
  reductions,
  repeated,
  specials,
  storedLiterals,
} from "./numbers.ts";

const special = HostTensor.fromNumbers("f32", [8], [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1, -2, 4]);

export const numberCases: readonly ExactCase[] = [
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
        ofRows: allocate("f32", [4, 2 * rows]),
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
  ...(
    [
      ["bf16", 16, 32, 16, 2],
      ["f16", 16, 64, 32, 4],
      ["bf16", 64, 16, 16, 2],
    ] as const
  ).map(
    ([dtype, m, n, k, warps]): ExactCase => ({
      kernel: chains,
      problem: { dtype },
      tuning: { m, n, k, warps },
      tensors: { a: ramp(dtype, [m, k], 2), b: ramp(dtype, [k, n], 2), c: ramp(dtype, [n, n], 3), y: allocate("f32", [m, n]) },
    }),
  ),
  {
    kernel: specials,
    tuning: { size: 8, warps: 1 },
    tensors: { x: special, y: special, z: allocate("f32", [32, 8]) },
  },
  { kernel: orders, tuning: { size: 8, warps: 1 }, tensors: { y: allocate("i32", [3, 4, 19]), count: allocate("i32", [36]) } },
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
  ...(["f16", "bf16", "f8e4m3", "f8e5m2"] as const).map(
    (dtype): ExactCase => ({
      kernel: narrowed,
      problem: { dtype },
      tuning: { warps: 1 },
      tensors: { x: ramp("f32", [64], 9), y: allocate("f32", [2, 64]) },
    }),
  ),
  { kernel: storedLiterals, tensors: { y: allocate("f32", [3, 32]) } },
];
