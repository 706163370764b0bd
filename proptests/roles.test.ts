// Roles on every execution that needs no GPU: tiles handed over through rings, work of a role's own warps, and what the simulator says of deadlocks.
import { describe, expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import type { LoweredNode, RoleBranch } from "../codegen/ir/lowered.ts";
import { SimulationError } from "../codegen/sim/simulate.ts";
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  HostTensor,
  type i32,
  kernel,
  parallel,
  pipelined,
  range,
  reduceSum,
  ring,
  role,
  serial,
  shared,
  type Static,
  unrolled,
  work,
} from "../dsl/index.ts";
import { roleProduct } from "../examples/kernels/role-gemm.ts";
import { ringProduct } from "../examples/kernels/ring-gemm.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { everywhere, fresh, numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";
import { allocate, randomTensor } from "./lib/tensors.ts";

const file = new URL(import.meta.url).pathname;

// Three roles in a chain: the middle one takes from one ring and fills the other. `scale` is computed by the block, before the roles.
const chain = kernel(
  import.meta.url,
  "chain",
  (_: Static<object>, { first, second }: Static<{ first: number; second: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [column] of work([ceilDiv(x.shape[1], 32)])) {
        const steps = ceilDiv(x.shape[0], 8);
        const scale = shared(f32, [6, 32]);
        for (const [w, j] of parallel(6, 32)) scale[w][j] = x.read(w, column * 32 + j);
        const raw = ring({ tile: shared(f32, [8, 32]) }, { stages: first });
        const scaled = ring({ tile: shared(f32, [8, 32]), total: shared(f32, [8]) }, { stages: second });
        role("loads", { warps: 1 }, () => {
          for (const step of serial(0, steps)) raw.produce(({ tile }) => copy(x.at(range(step * 8, 8), range(column * 32, 32)), tile));
        });
        role("scales", { warps: 3 }, () => {
          const own = fragment(f32, [8, 32]);
          const sums = fragment(f32, [8]);
          for (const _step of serial(0, steps))
            raw.consume(({ tile }) => {
              for (const [i, j] of parallel(8, 32)) own[i][j] = tile[i][j] * scale[5]![j];
              reduceSum(own, 1, sums);
              scaled.produce((out) => {
                copy(own, out.tile);
                copy(sums, out.total);
              });
            });
        });
        role("stores", { warps: 2 }, () => {
          const own = fragment(f32, [8, 32]);
          let seen: i32 = 0;
          for (const step of serial(0, steps)) {
            scaled.consume(({ tile, total }) => {
              for (const [i, j] of parallel(8, 32)) own[i][j] = tile[i][j] + total[i] + f32(seen);
            });
            seen += 1;
            copy(own, y.at(range(step * 8, 8), range(column * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { first: 2, second: 2 } },
);

// Roles with work of their own: a pipelined loop and a ring inside of a role, reductions across its warps, single elements, shared tiles.
const apart = kernel(
  import.meta.url,
  "apart",
  (_: Static<object>, { stages }: Static<{ stages: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        const steps = ceilDiv(x.shape[0], 4) + item;
        role("columns", { warps: 2 }, () => {
          const tile = shared(f32, [4, 64]);
          const own = fragment(f32, [4, 64]);
          const sums = fragment(f32, [64]);
          fill(own, 0);
          for (const step of pipelined(0, steps, { stages })) {
            copy(x.at(range(step * 4, 4), range(0, 64)), tile);
            for (const [i, j] of parallel(4, 64)) own[i][j] += tile[i][j];
          }
          reduceSum(own, 0, sums);
          for (const [j] of parallel(64)) y.write(sums[j], 0, j);
        });
        role("rows", { warps: 3 }, () => {
          const slots = ring({ tile: shared(f32, [4, 64]) }, { stages });
          const own = fragment(f32, [4, 64]);
          const sums = fragment(f32, [4]);
          const kept = shared(f32, [4]);
          const fetch = (step: i32): void => slots.produce(({ tile }) => copy(x.at(range(step * 4, 4), range(0, 64)), tile));
          for (const step of unrolled(0, stages)) fetch(step);
          for (const step of serial(0, steps)) {
            slots.consume(({ tile }) => copy(tile, own));
            fetch(step + stages);
            reduceSum(own, 1, sums);
            copy(sums, kept);
            kept[0] = kept[0]! * 2;
            for (const [i] of parallel(4)) y.write(kept[i]!, 1 + step, i);
          }
        });
      }
    },
  { problem: {}, tuning: { stages: 2 } },
);

// Fills in one order, uses in another: fine with enough slots, else everybody waits for somebody.
const crossed = kernel(
  import.meta.url,
  "crossed",
  (_: Static<object>, { stages }: Static<{ stages: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [item] of work([1])) {
        const left = ring({ tile: shared(f32, [32]) }, { stages });
        const right = ring({ tile: shared(f32, [32]) }, { stages });
        role("fills", { warps: 1 }, () => {
          for (const n of serial(item, 3)) left.produce(({ tile }) => copy(x.at(range(n * 32, 32)), tile));
          for (const n of serial(item, 3)) right.produce(({ tile }) => copy(x.at(range(n * 32 + 96, 32)), tile));
        });
        role("uses", { warps: 1 }, () => {
          const own = fragment(f32, [32]);
          for (const n of serial(item, 3)) {
            right.consume(({ tile }) => copy(tile, own));
            left.consume(({ tile }) => {
              for (const [i] of parallel(32)) own[i] -= tile[i];
            });
            copy(own, y.at(range(n * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { stages: 3 } },
);

// Two rings of different depth: had the deep one more than one fill under way, its slots would be handed over too late for the other one.
const alternating = kernel(
  import.meta.url,
  "alternating",
  (_: Static<object>, { deep, flat }: Static<{ deep: number; flat: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [item] of work([1])) {
        const left = ring({ tile: shared(f32, [32]) }, { stages: deep });
        const right = ring({ tile: shared(f32, [32]) }, { stages: flat });
        role("fills", { warps: 1 }, () => {
          for (const n of serial(item, 5)) {
            left.produce(({ tile }) => copy(x.at(range(n * 32, 32)), tile));
            right.produce(({ tile }) => copy(x.at(range(n * 32 + 16, 32)), tile));
          }
        });
        role("uses", { warps: 1 }, () => {
          const own = fragment(f32, [32]);
          for (const n of serial(item, 5)) {
            left.consume(({ tile }) => copy(tile, own));
            right.consume(({ tile }) => {
              for (const [i] of parallel(32)) own[i] -= tile[i];
            });
            copy(own, y.at(range(n * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { deep: 4, flat: 1 } },
);

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
  test("barriers run out", () => {
    expect(() =>
      compileKernel({ file, kernel: "chain", problem: {}, tuning: { first: 4, second: 4 }, target: "sm_80", classes: {} }),
    ).toThrow(/CUI6002: the roles .* more than 16 barriers/);
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
