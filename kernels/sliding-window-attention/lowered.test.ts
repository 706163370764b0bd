// What the attention kernel's lowered program must not do: convert layouts, or let shared-memory accesses collide.
import { describe, expect, test } from "vitest";
import { compileKernel } from "../../codegen/compile.ts";
import type { LoweredNode } from "../../codegen/ir/lowered.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule } from "../../proptests/lib/spec.ts";
import { allocate, randomTensor } from "../../proptests/lib/tensors.ts";
import { runOnSimulator } from "../../runtime/executions.ts";

const file = besideModule(import.meta.url, "kernel.ts");
const problem = (headDim: number, valueDim: number) => ({
  dtype: "bf16",
  headDim,
  valueDim,
  hasSoftcap: false,
  hasSinks: false,
  packed: false,
  bottomRight: false,
  cached: false,
});
const tuning = { blockM: 64, blockN: 64, stages: 2, warps: 4 };

const remarks = (nodes: readonly LoweredNode[]): string[] =>
  nodes.flatMap((node) => {
    if (node.kind === "remark") return [node.text];
    if (node.kind === "if") return [...remarks(node.then), ...remarks(node.otherwise)];
    return node.kind === "for" ? remarks(node.body) : [];
  });

describe("attentionForward, lowered", () => {
  for (const [headDim, valueDim] of [
    [64, 64],
    [96, 128],
    [128, 128],
    [192, 128],
    [256, 256],
  ] as const) {
    test(`converts no layout and has no bank conflict: dims ${headDim} and ${valueDim}`, () => {
      const configuration = { file, kernel: "attentionForward", problem: problem(headDim, valueDim), tuning };
      const { lowered } = compileKernel({ ...configuration, target: "sm_80", classes: {} });
      const text = remarks(lowered.body);
      expect(text.some((line) => line.startsWith("gemm("))).toBe(true);
      expect(text.filter((line) => line.includes("layout conversion"))).toEqual([]);
      const random = new Random(1);
      const tensor = (dim: number) => randomTensor(random, "bf16", [1, 130, 1, dim]);
      const report = runOnSimulator(
        configuration,
        {
          tensors: {
            q: tensor(headDim),
            k: tensor(headDim),
            v: tensor(valueDim),
            output: allocate("bf16", [1, 130, 1, valueDim]),
            logSumExp: allocate("f32", [1, 1, 130]),
            sinks: null,
            cuSeqlensQ: null,
            cuSeqlensK: null,
            cachedK: null,
            cachedV: null,
            cachedTokens: null,
          },
          scalars: { maxQueries: 0, left: 90, right: 0, queryOffset: 0, scale: 0.1, softcap: 0 },
        },
        { seed: 1, target: "sm_80" },
      );
      expect(report.sharedAccesses).toBeGreaterThan(0);
      expect(report.bankConflictCycles).toBe(0);
      expect(report.unwritten).toEqual({ output: 0, logSumExp: 0 });
    });
  }
});
