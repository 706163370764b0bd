// Cases of the exact kernels about memory.
import { HostTensor } from "../../dsl/index.ts";
import type { ExactCase } from "../exact-kernels.ts";
import { allocate } from "../lib/tensors.ts";
import { halves, overtaken } from "./halves.ts";
import { ramp, padded, turned, lonely } from "./data.ts";
import {
  beforehand,
  cuts,
  exchanges,
  gathered,
  masks,
  neighbours,
  prefetches,
  replicas,
  replicatedNeighbours,
  stencil,
  trails,
  windows,
} from "./memory.ts";

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

export const memoryCases: readonly ExactCase[] = [
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
      ["bf16", 16, 64, 2],
      ["f16", 3, 20, 1],
      ["bf16", 32, 32, 4],
    ] as const
  ).map(
    ([dtype, rows, columns, warps]): ExactCase => ({
      kernel: neighbours,
      problem: { dtype },
      tuning: { rows, columns, warps },
      tensors: { x: ramp(dtype, [rows, columns]), y: allocate(dtype, [5 * rows, columns]) },
    }),
  ),
  ...(
    [
      ["bf16", 8, 2],
      ["f16", 4, 1],
      ["bf16", 64, 1],
    ] as const
  ).map(
    ([dtype, rows, warps]): ExactCase => ({
      kernel: replicatedNeighbours,
      problem: { dtype },
      tuning: { rows, warps },
      tensors: { x: ramp("f32", [rows]), y: allocate(dtype, [rows, 2]), z: allocate("f32", [rows]) },
    }),
  ),
  ...(["f32", "bf16"] as const).map(
    (dtype, n): ExactCase => ({
      kernel: beforehand,
      problem: { dtype },
      tuning: { stages: n + 1, warps: 2 },
      tensors: { x: ramp(dtype, [6, 40], 50), y: allocate(dtype, [6, 160]) },
      scalars: { tiles: 10, back: 3 },
    }),
  ),
  ...(["f32", "bf16", "f16"] as const).flatMap((dtype) =>
    (
      [
        [8, 12, 1],
        [3, 8, 2],
        [16, 32, 1],
        [32, 64, 4],
        [5, 1, 1],
      ] as const
    ).map(
      ([rows, columns, warps]): ExactCase => ({
        kernel: stencil,
        problem: { dtype },
        tuning: { rows, columns, warps },
        tensors: { x: ramp(dtype, [rows, columns], 9), y: allocate("f32", [2 * rows, columns]) },
      }),
    ),
  ),
  ...(["bf16", "f16"] as const).flatMap((dtype) =>
    (
      [
        [8, 16, 2],
        [4, 128, 1],
        [7, 3, 1],
        [32, 8, 4],
      ] as const
    ).map(
      ([rows, columns, warps]): ExactCase => ({
        kernel: halves,
        problem: { dtype },
        tuning: { rows, columns, warps },
        tensors: { x: ramp(dtype, [rows, columns], 9), y: allocate(dtype, [3 * rows, columns]), z: allocate("f32", [2 * rows, columns]) },
        scalars: { limit: 2 },
      }),
    ),
  ),
  ...(["bf16", "f16"] as const).map(
    (dtype, n): ExactCase => ({
      kernel: overtaken,
      problem: { dtype },
      tuning: { rows: 16, columns: 16, warps: n + 1 },
      tensors: { y: allocate(dtype, [16, 16]) },
      scalars: { limit: 5 },
    }),
  ),
];
