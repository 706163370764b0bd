// An index outside of its axis is an error with one code on the executions that run on the host, at the line of the access, and what lies on the
// edges is there. Which indices are known to lie inside, and so are not checked, must not be told apart by what a kernel computes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { HostTensor } from "../dsl/index.ts";
import { OutOfBounds } from "../codegen/ir/out-of-bounds.ts";
import { type KernelConfiguration, runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { numbersOf } from "./executions.ts";
import { extents, outside } from "./outside-kernels.ts";

const file = fileURLToPath(outside.url);
const lines = readFileSync(file, "utf8").split("\n");
const lineOf = (access: string): number => lines.findIndex((line) => line.endsWith(`// outside: ${access}`)) + 1;
const { rows, columns } = extents;

type Execution = (access: string, row: number, column: number) => number[];
const prepared = (access: string) => ({
  problem: { access, ...extents },
  tuning: { warps: 1 },
  x: HostTensor.fromNumbers("f32", [rows, columns], new Float32Array(rows * columns).fill(2)),
  y: HostTensor.allocate("f32", [1]).poison(),
});
const compiled =
  (run: (configuration: KernelConfiguration, call: Parameters<typeof runOnCpu>[1]) => void): Execution =>
  (access, row, column) => {
    const { problem, tuning, x, y } = prepared(access);
    run({ file, kernel: "outside", problem, tuning }, { tensors: { x, y }, scalars: { row, column } });
    return numbersOf(y);
  };
const onHost: readonly (readonly [string, Execution])[] = [
  ["CPU back end", compiled(runOnCpu)],
  [
    "JS run",
    (access, row, column) => {
      const { problem, tuning, x, y } = prepared(access);
      outside.run(problem, tuning, x, y, row, column);
      return numbersOf(y);
    },
  ],
];
const simulator = compiled((configuration, call) => runOnSimulator(configuration, call, { seed: 1, target: "sm_80" }));

const edges = [
  [0, 0],
  [0, columns - 1],
  [rows - 1, 0],
  [rows - 1, columns - 1],
] as const;
/** Row, column, the axis that is left, and the index that leaves it. */
const beyond = [
  [rows, 0, 0, rows],
  [-1, 5, 0, -1],
  [0, columns, 1, columns],
  [1, -1, 1, -1],
  [2, 2 ** 31 - 1, 1, 2 ** 31 - 1],
] as const;
const accesses = ["read", "store", "update", "atomic", "elementwise", "threads", "tensor"];

describe.each(onHost)("%s", (_, run) => {
  test.each(accesses)("%s: edges are there, and nothing beyond them is", (access) => {
    for (const [row, column] of edges) expect(run(access, row, column)).toEqual([2]);
    for (const [row, column, axis, index] of beyond) {
      // Beyond the largest i32 this index is none.
      if (index === 2 ** 31 - 1 && (access === "elementwise" || access === "threads")) continue;
      const found = (() => {
        try {
          return run(access, row, column);
        } catch (error) {
          return error;
        }
      })();
      expect([access, row, column, found]).toEqual([access, row, column, expect.any(OutOfBounds)]);
      expect(found).toMatchObject({ code: "CUI3019" });
      const message = `CUI3019: outside-kernels.ts:${lineOf(access)}: index ${index} is outside of axis ${axis} of `;
      expect((found as Error).message.slice(0, message.length)).toBe(message);
    }
  });
  test("an array of each thread's own", () => {
    expect(run("unrolled", 0, 56)).toEqual([2]);
    expect(run("unrolled", 0, 63)).toEqual([2]);
    expect(() => run("unrolled", 1, 0)).toThrow(`CUI3019: outside-kernels.ts:${lineOf("unrolled")}: index 8 is outside of axis 0 of `);
  });
  test("a loop that begins inside", () => {
    expect(run("walk", 0, columns - 1)).toEqual([2]);
    expect(() => run("walk", 0, columns)).toThrow(
      `CUI3019: outside-kernels.ts:${lineOf("walk")}: index ${columns} is outside of axis 1 of `,
    );
  });
  test("what is read in the branch that is taken only", () => {
    for (const [row, column] of [...edges, ...beyond]) expect(run("choice", row, column)).toEqual([2]);
  });
});

test("the simulator reads the edges too", () => {
  for (const access of [...accesses, "choice"]) for (const [row, column] of edges) expect(simulator(access, row, column)).toEqual([2]);
});
