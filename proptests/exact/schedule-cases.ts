// Cases of the exact kernels about rings and roles.
import { HostTensor } from "../../dsl/index.ts";
import type { ExactCase } from "../exact-kernels.ts";
import { allocate } from "../lib/tensors.ts";
import { ramp, padded } from "./data.ts";
import { alternating, apart, budgets, chain } from "./roles.ts";
import { readsOn, thereAndBack, untilBothEnd, warpsApart } from "./meetings.ts";
import { late, polynomials, restarted, uneven, windowSums } from "./rings.ts";
import { matrixProduct } from "../../examples/kernels/gemm.ts";
import { ringProduct } from "../../examples/kernels/ring-gemm.ts";
import { roleProduct } from "../../examples/kernels/role-gemm.ts";

export const scheduleCases: readonly ExactCase[] = [
  ...(
    [
      [1, 2],
      [2, 3],
    ] as const
  ).map(
    ([fills, uses]): ExactCase => ({
      kernel: thereAndBack,
      tuning: { fills, uses, warps: fills + uses },
      tensors: { x: ramp("f32", [384]), y: allocate("f32", [384]) },
    }),
  ),
  ...[1, 2].map(
    (fills): ExactCase => ({
      kernel: readsOn,
      tuning: { fills, warps: fills + 1 },
      tensors: { x: ramp("f32", [128]), y: allocate("f32", [256]) },
    }),
  ),
  { kernel: untilBothEnd, tensors: { x: HostTensor.fromNumbers("f32", [2], [3, 6]), y: allocate("f32", [2]) } },
  { kernel: warpsApart, tuning: { warps: 4 }, tensors: { x: ramp("f32", [32]), y: allocate("f32", [128]) } },
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
      [40, 232],
      [24, 240],
    ] as const
  ).map(
    ([loads, sums]): ExactCase => ({
      kernel: budgets,
      tuning: { loads, sums },
      tensors: { x: ramp("i32", [9, 128]), y: allocate("i32", [9]) },
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
];
