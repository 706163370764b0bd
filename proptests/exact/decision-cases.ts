// Cases of the exact kernels about decisions.
import { HostTensor } from "../../dsl/index.ts";
import type { ExactCase } from "../exact-kernels.ts";
import { allocate } from "../lib/tensors.ts";
import { padded, ramp } from "./data.ts";
import { bounds, branches, choices, columns, guards, inTurn, own, tickets } from "./decisions.ts";

export const decisionCases: readonly ExactCase[] = [
  ...[1, 2].map(
    (warps): ExactCase => ({
      kernel: branches,
      tuning: { warps },
      tensors: { x: ramp("f32", [5, 64], 9), y: allocate("f32", [2, 64]) },
      scalars: { steps: 5 },
    }),
  ),
  {
    kernel: own,
    tensors: { limits: HostTensor.fromNumbers("i32", [2], [64, 11]), y: allocate("f32", [12, 64]) },
  },
  { kernel: tickets, tensors: { counts: ramp("i32", [256], 300), y: allocate("i32", [256]), z: ramp("i32", [256]) } },
  ...[32, 512].map(
    (rows): ExactCase => ({
      kernel: columns,
      tuning: { rows, warps: 1 },
      tensors: { x: ramp("f32", [530, 3]), y: ramp("f32", [530, 3], 9, padded(2, 5, 4)) },
    }),
  ),
  { kernel: bounds, tensors: { x: ramp("f32", [9, 64], 5), y: allocate("f32", [2, 64]) }, scalars: { steps: 7 } },
  ...[0, 1, 7].flatMap((divisor) =>
    [1, 2].map(
      (warps): ExactCase => ({
        kernel: guards,
        tuning: { warps },
        tensors: { x: ramp("i32", [128], 2), y: allocate("i32", [4, 65]), z: allocate("u32", [192]) },
        scalars: { divisor },
      }),
    ),
  ),
  {
    kernel: inTurn,
    tensors: { x: ramp("i32", [128], 50), counts: ramp("i32", [2]), y: allocate("i32", [258]) },
  },
  ...[1, 3].map(
    (warps): ExactCase => ({
      kernel: choices,
      tuning: { warps },
      tensors: {
        x: HostTensor.fromNumbers(
          "f32",
          [128],
          Array.from({ length: 128 }, (_, i) => (i % 17) - 8),
        ),
        counts: ramp("i32", [2]),
        whole: allocate("i32", [2, 64]),
        y: allocate("f32", [2, 64]),
        bits: allocate("u32", [2, 64]),
      },
    }),
  ),
];
