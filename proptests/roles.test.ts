// Roles on every execution that needs no GPU: tiles handed over through rings, work of a role's own warps, and what the simulator says of deadlocks.
import { describe, expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import type { LoweredNode, RoleBranch } from "../codegen/ir/lowered.ts";
import { SimulationError } from "../codegen/sim/simulate.ts";
import { HostTensor } from "../dsl/index.ts";
import { roleProduct } from "../examples/kernels/role-gemm.ts";
import { ringProduct } from "../examples/kernels/ring-gemm.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { everywhere, fresh, numbersOf } from "./executions.ts";
import { alternating, apart, chain, crossed } from "./exact/roles.ts";
import { Random } from "./lib/random.ts";
import { allocate, randomTensor } from "./lib/tensors.ts";

const file = new URL(chain.url).pathname;

const ramp = (rows: number, columns: number): HostTensor =>
  HostTensor.fromNumbers(
    "f32",
    [rows, columns],
    Array.from({ length: rows * columns }, (_, n) => ((n * 37) % 101) - 50),
  );

test.each([
  [1, 1, 2],
  [2, 1, 2],
  [2, 2, 1],
  [3, 1, 4],
  [5, 2, 2],
])("a product with a ring of %i slots between %i warps that load and %i that multiply", (stages, loadWarps, productWarps) => {
  const random = new Random(stages);
  const tensors = { a: randomTensor(random, "bf16", [40, 72]), b: randomTensor(random, "bf16", [72, 48]), c: allocate("bf16", [40, 48]) };
  const outputs = everywhere(roleProduct, { blockM: 64, blockN: 32, blockK: 16, stages, loadWarps, productWarps }, tensors, "c");
  const { call, result } = fresh(tensors, "c");
  runOnCpu({ file: new URL(ringProduct.url).pathname, kernel: "ringProduct", problem: {}, tuning: {} }, call);
  expect(new Set(outputs.map(String))).toEqual(new Set([String(numbersOf(result))]));
});

test.each([
  [1, 1],
  [1, 3],
  [2, 2],
  [4, 2],
])("three roles in a chain, with %i and %i slots", (first, second) => {
  const x = ramp(37, 64);
  const expected = Array.from({ length: 37 * 64 }, (_, n) => {
    const [row, column, left] = [n >> 6, n & 63, n & 63 & ~31];
    let total = 0;
    for (let j = 0; j < 32; j++) total += x.get([row, left + j]) * x.get([5, left + j]);
    return x.get([row, column]) * x.get([5, column]) + total + (row >> 3);
  });
  for (const output of everywhere(chain, { first, second }, { x, y: allocate("f32", [37, 64]) }, "y")) expect(output).toEqual(expected);
});

test.each([1, 2, 3])("rings of %i, reductions and stores of a role's own warps", (stages) => {
  const x = ramp(19, 64);
  const [cpu, ...others] = everywhere(apart, { stages }, { x, y: allocate("f32", [8, 64]) }, "y") as [number[], ...number[][]];
  for (const output of others) expect(output).toEqual(cpu);
  const column = (j: number): number => Array.from({ length: 19 }, (_, i) => x.get([i, j])).reduce((a, b) => a + b);
  const row = (i: number): number =>
    (i < 19 ? Array.from({ length: 64 }, (_, j) => x.get([i, j])).reduce((a, b) => a + b) : 0) * (i % 4 === 0 ? 2 : 1);
  expect(cpu.slice(0, 64)).toEqual(Array.from({ length: 64 }, (_, j) => column(j)));
  for (let i = 0; i < 20; i++) expect(cpu[64 * (1 + (i >> 2)) + (i & 3)]).toBe(row(i));
});

describe("several rings between two roles", () => {
  const x = HostTensor.fromNumbers(
    "f32",
    [192],
    Array.from({ length: 192 }, (_, n) => n * n),
  );
  test.each([
    [4, 1],
    [1, 4],
    [3, 2],
  ])("of %i and %i slots", (deep, flat) => {
    for (const output of everywhere(alternating, { deep, flat }, { x, y: allocate("f32", [160]) }, "y"))
      expect(output).toEqual(Array.from({ length: 160 }, (_, n) => n ** 2 - (n + 16) ** 2));
  });
  test("roles that wait for each other are a deadlock in the simulator", () => {
    for (const output of everywhere(crossed, { stages: 3 }, { x, y: allocate("f32", [96]) }, "y"))
      expect(output).toEqual(Array.from({ length: 96 }, (_, n) => (n + 96) ** 2 - n ** 2));
    const configuration = { file, kernel: "crossed", problem: {}, tuning: { stages: 2 } };
    for (const seed of [1, 2, 3])
      expect(() =>
        runOnSimulator(configuration, { tensors: { x, y: allocate("f32", [96]) }, scalars: {} }, { seed, target: "sm_80" }),
      ).toThrow(expect.objectContaining({ code: "deadlock", constructor: SimulationError }));
  });
  test("a role that fills a ring oftener than another uses it is a deadlock in the simulator", () => {
    const configuration = (rounds: number) => ({ file, kernel: "overfilled", problem: {}, tuning: { rounds } });
    const call = () => ({ tensors: { x, y: allocate("f32", [96]) }, scalars: {} });
    for (const seed of [1, 2, 3]) {
      const run = (rounds: number) => () => runOnSimulator(configuration(rounds), call(), { seed, target: "sm_80" });
      // Two slots may stay filled; the third round finds no room.
      for (const rounds of [1, 2]) expect(run(rounds)).not.toThrow();
      expect(run(3)).toThrow(expect.objectContaining({ code: "deadlock", constructor: SimulationError }));
      expect(run(3)).toThrow(/exact\/roles\.ts:\d+/);
    }
  });
  test("barriers run out", () => {
    expect(() =>
      compileKernel({ file, kernel: "chain", problem: {}, tuning: { first: 4, second: 4 }, target: "sm_80", classes: {} }),
    ).toThrow(/CUI6002: the kernel needs more than 16 barriers/);
  });
});

test("each role meets at a barrier of its own, and none waits for the block", () => {
  const compiled = compileKernel({ file, kernel: "chain", problem: {}, tuning: {}, target: "sm_80", classes: {} });
  const roles = compiled.lowered.body.at(-1)!;
  const branches: readonly RoleBranch[] = roles.kind === "roles" ? roles.branches : [];
  expect(branches.map(({ name, firstWarp, lastWarp }) => `${name} ${firstWarp}-${lastWarp}`)).toEqual([
    "loads 0-1",
    "scales 1-4",
    "stores 4-6",
  ]);
  const barriers = (nodes: readonly LoweredNode[]): string[] =>
    nodes.flatMap((n) =>
      n.kind === "instruction"
        ? n.name === "barrier" || n.name === "barrierArrive"
          ? [`${n.name} ${n.attributes["id"]} ${n.attributes["threads"]}`]
          : []
        : n.kind === "if"
          ? [...barriers(n.then), ...barriers(n.otherwise)]
          : n.kind === "for"
            ? barriers(n.body)
            : [],
    );
  expect(branches.map(({ body }) => [...new Set(barriers(body))])).toMatchInlineSnapshot(`
    [
      [
        "barrier 6 128",
        "barrier 7 128",
        "barrierArrive 4 128",
        "barrierArrive 5 128",
      ],
      [
        "barrierArrive 6 128",
        "barrierArrive 7 128",
        "barrier 4 128",
        "barrier 5 128",
        "barrier 10 160",
        "barrier 11 160",
        "barrierArrive 8 160",
        "barrierArrive 9 160",
      ],
      [
        "barrierArrive 10 160",
        "barrierArrive 11 160",
        "barrier 8 160",
        "barrier 9 160",
      ],
    ]
  `);
  expect(cudaText(compiled)).toContain('asm volatile("bar.arrive');
});
