// Atomics on every execution: in per-thread code, in elementwise loops and in a block's own code; counters that give out work; and the races
// with plain accesses that the simulator finds.
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import {
  atomicAdd,
  atomicAnd,
  atomicCompareExchange,
  atomicExchange,
  atomicMax,
  atomicMin,
  atomicOr,
  atomicXor,
  barrier,
  ceilDiv,
  type f32,
  fill,
  fragment,
  type Global,
  HostTensor,
  i32,
  kernel,
  parallel,
  remainder,
  shared,
  type Static,
  threads,
  u32,
  work,
} from "../dsl/index.ts";
import { histogram } from "../examples/kernels/histogram.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { numbersOf, type Runnable } from "./executions.ts";
import { Random } from "./lib/random.ts";

type Warps = Static<{ warps: number }>;
type Tensors = Readonly<Record<string, HostTensor>>;
const file = new URL(import.meta.url).pathname;
/** The tensors after each execution, with those that are updated made anew each time. */
const after = (
  k: Runnable,
  tuning: Readonly<Record<string, number>>,
  make: () => Tensors,
  problem: Readonly<Record<string, number>> = {},
): readonly Readonly<Record<string, number[]>>[] => {
  const runs: ((tensors: Tensors) => void)[] = [
    (tensors) => k.run(problem as never, tuning as never, ...(Object.values(tensors) as never[])),
    (tensors) => runOnCpu({ file: new URL(k.url).pathname, kernel: k.name, problem, tuning }, { tensors, scalars: {} }),
    ...[1, 2, 3, 4].map((seed) => (tensors: Tensors) => {
      const options = { seed, target: "sm_80", generic: seed === 3 } as const;
      runOnSimulator({ file: new URL(k.url).pathname, kernel: k.name, problem, tuning }, { tensors, scalars: {} }, options);
    }),
  ];
  return runs.map((run) => {
    const tensors = make();
    run(tensors);
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, numbersOf(tensor)]));
  });
};
const random = new Random(5);
const numbers = (count: number, limit: number): number[] => Array.from({ length: count }, () => random.integer(0, limit - 1));
const ints = (values: readonly number[]): HostTensor => HostTensor.fromNumbers("i32", [values.length], values);

test("a histogram: atomics of a block's threads in shared memory, of all blocks in a tensor", () => {
  const x = numbers(1000, 19);
  const expected = Array.from({ length: 19 }, (_, bin) => x.filter((v) => v === bin).length);
  for (const { counts } of after(histogram, { warps: 3, each: 300 }, () => ({ x: ints(x), counts: ints(new Array(19).fill(0)) }), {
    bins: 19,
  }))
    expect(counts).toEqual(expected);
});

const elementwise = kernel(
  import.meta.url,
  "elementwise",
  (_: Static<object>, { block }: Static<{ warps: number; block: number }>) =>
    (x: Global<i32, [i32, i32]>, found: Global<i32, [i32, i32]>, bits: Global<u32, [i32]>) => {
      const [rows, columns] = x.shape;
      for (const [tile] of work([ceilDiv(rows, 8)])) {
        const doubled = fragment(i32, [8, block]);
        const sums = shared(i32, [8]);
        fill(sums, 0);
        for (const [i, j] of parallel(8, block)) {
          const row = tile * 8 + i;
          doubled[i][j] = row < rows && j < columns ? 2 * x.read(row, j) : 0;
          atomicAdd(sums.at(i), doubled[i][j]);
        }
        // Each element's own result, in a loop that writes to memory only.
        for (const [i, j] of parallel(8, block)) {
          if (tile * 8 + i < rows && j < columns) {
            const value = x.read(tile * 8 + i, j);
            const before = atomicMax(found.at(0, 0), value);
            atomicMin(found.at(0, 1), value);
            atomicOr(bits.at(0), u32(value));
            atomicAnd(bits.at(1), u32(value));
            atomicXor(bits.at(2), u32(value));
            if (before > 1000000) atomicExchange(found.at(1, 0), -1);
          }
        }
        for (const [i] of parallel(8)) if (tile * 8 + i < rows) found.write(sums[i]!, 2 + tile * 8 + i, 0);
        // Once a block, with a result that all its threads know.
        const order = atomicAdd(found.at(1, 1), 1);
        for (const [i] of parallel(8)) if (tile * 8 + i < rows) found.write(i32(order < 100), 2 + tile * 8 + i, 1);
      }
    },
  { problem: {}, tuning: { warps: 2, block: 32 } },
);
test("atomics in elementwise loops, and one for a whole block", () => {
  const [rows, columns] = [21, 27];
  const x = numbers(rows * columns, 1 << 20);
  const start = (): Tensors => ({
    x: HostTensor.fromNumbers("i32", [rows, columns], x),
    found: HostTensor.fromNumbers("i32", [rows + 2, 2], [0, 2 ** 30, 0, 0, ...new Array(2 * rows).fill(-1)]),
    bits: HostTensor.fromNumbers("u32", [3], [0, 2 ** 32 - 1, 0]),
  });
  const sums = Array.from({ length: rows }, (_, row) => x.slice(row * columns, (row + 1) * columns).reduce((a, b) => a + 2 * b, 0));
  const reduced = [x.reduce((a, b) => a | b, 0), x.reduce((a, b) => a & b, -1) >>> 0, x.reduce((a, b) => a ^ b, 0)];
  const expected = [Math.max(...x), Math.min(...x), x.some((v) => v > 1000000) ? expect.anything() : 0, 3, ...sums.flatMap((s) => [s, 1])];
  for (const { found, bits } of after(elementwise, { warps: 2, block: 32 }, start)) {
    expect(found!.map((v, n) => (n === 2 ? 0 : v))).toEqual(expected.map((v, n) => (n === 2 ? 0 : v)));
    expect(bits).toEqual(reduced);
  }
});

// A persistent kernel: as many blocks as the GPU holds, each of which takes items from a counter until none is left.
const counted = kernel(
  import.meta.url,
  "counted",
  (_: Static<object>, { block }: Static<{ warps: number; block: number }>) =>
    (next: Global<i32, [i32]>, y: Global<i32, [i32]>, blocks: i32) => {
      for (const [_block] of work([blocks])) {
        const items = ceilDiv(y.shape[0], block);
        let item = atomicAdd(next.at(0), 1);
        while (item < items) {
          for (const [i] of parallel(block)) {
            const at = item * block + i;
            if (at < y.shape[0]) y.write(at * 3, at);
          }
          item = atomicAdd(next.at(0), 1);
        }
      }
    },
  { problem: {}, tuning: { warps: 2, block: 64 } },
);
test("a counter that gives out work: every item once, whatever the order", () => {
  const expected = Array.from({ length: 500 }, (_, n) => 3 * n);
  for (const execution of ["cpu", 1, 2, 3, 4, 5] as const) {
    const tensors = { next: ints([0]), y: HostTensor.allocate("i32", [500]) };
    const configuration = { file, kernel: "counted", problem: {}, tuning: { warps: 2, block: 64 } };
    if (execution === "cpu") runOnCpu(configuration, { tensors, scalars: { blocks: 3 } });
    else runOnSimulator(configuration, { tensors, scalars: { blocks: 3 } }, { seed: execution, target: "sm_80" });
    expect(numbersOf(tensors.y)).toEqual(expected);
    // Each block asks once more than it gets.
    expect(numbersOf(tensors.next)).toEqual([8 + 3]);
  }
  const tensors = { next: ints([0]), y: HostTensor.allocate("i32", [500]) };
  counted.run({}, {}, tensors.next, tensors.y, 3);
  expect(numbersOf(tensors.y)).toEqual(expected);
});

const claims = kernel(
  import.meta.url,
  "claims",
  (_: Static<object>, { slots }: Static<{ warps: number; slots: number }>) =>
    (keys: Global<i32, [i32]>, table: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        threads(({ thread }) => {
          // Open addressing: the first free slot from the key's own on.
          const key = keys.read(thread);
          let slot: i32 = remainder(key, slots);
          let placed = false;
          while (!placed) {
            const before = atomicCompareExchange(table.at(slot), -1, key);
            placed = before === -1 || before === key;
            if (!placed) slot = remainder(slot + 1, slots);
          }
        });
      }
    },
  { problem: {}, tuning: { warps: 1, slots: 64 } },
);
test("a hash table, filled by compareExchange", () => {
  const keys = numbers(32, 40);
  for (const { table } of after(claims, { warps: 1, slots: 64 }, () => ({ keys: ints(keys), table: ints(new Array(64).fill(-1)) })))
    expect(table!.filter((v) => v >= 0).sort((a, b) => a - b)).toEqual([...new Set(keys)].sort((a, b) => a - b));
});

const floats = kernel(
  import.meta.url,
  "floats",
  (_: Static<object>, _tuning: Warps) => (x: Global<f32, [i32]>, sum: Global<f32, [i32]>, last: Global<f32, [i32]>) => {
    for (const [block] of work([ceilDiv(x.shape[0], 64)])) {
      threads(({ thread }) => {
        const at = block * 64 + thread;
        if (at < x.shape[0]) atomicAdd(sum.at(0), x.read(at));
        if (thread === 0) atomicExchange(last.at(0), 7.5);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 }, nondeterministic: true },
);
test("sums of floats, for a kernel that declares itself nondeterministic", () => {
  const x = Array.from({ length: 150 }, () => Math.fround(random.uniform() - 0.5));
  const exact = x.reduce((a, b) => a + b, 0);
  const make = (): Tensors => ({
    x: HostTensor.fromNumbers("f32", [150], x),
    sum: HostTensor.fromNumbers("f32", [1], [0]),
    last: HostTensor.fromNumbers("f32", [1], [0]),
  });
  for (const { sum, last } of after(floats, { warps: 2 }, make)) {
    // 150 additions of values below 1 to sums below 16.
    expect(Math.abs(sum![0]! - exact)).toBeLessThan(150 * 16 * 2 ** -24);
    expect(last).toEqual([7.5]);
  }
});

const mixed = kernel(
  import.meta.url,
  "mixed",
  ({ ordered, space }: Static<{ ordered: boolean; space: string }>, _tuning: Warps) =>
    (y: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        const counts = shared(i32, [4]);
        fill(counts, 0);
        threads(function* ({ thread }) {
          if (space === "shared") atomicAdd(counts.at(1), 1);
          else atomicAdd(y.at(1), 1);
          if (ordered) yield* barrier();
          if (thread === 63) y.write(space === "shared" ? counts[1]! : y.read(1), 0);
        });
      }
    },
  { problem: { ordered: true, space: "shared" }, tuning: { warps: 2 } },
);
test.each(["shared", "global"])("a plain read of what atomics change is a race (%s)", (space) => {
  const run = (ordered: boolean): number[] => {
    const y = ints([0, 0]);
    const configuration = { file, kernel: "mixed", problem: { ordered, space }, tuning: { warps: 2 } };
    runOnSimulator(configuration, { tensors: { y }, scalars: {} }, { seed: 2, target: "sm_80" });
    return numbersOf(y);
  };
  expect(run(true)[0]).toBe(64);
  expect(() => run(false)).toThrow(/read of .* is not ordered after the atomic .*\[race\]/);
});

test.each(["sm_80", "sm_90a"] as const)("the printed CUDA compiles for %s", async (target) => {
  for (const { url, name, defaults } of [histogram, elementwise, counted, claims, floats, mixed]) {
    const constants = { problem: { ...defaults!.problem }, tuning: { ...defaults!.tuning } };
    const text = cudaText(compileKernel({ file: new URL(url).pathname, kernel: name, ...constants, target, classes: {} }));
    expect((await compileCuda(text, `${name}.cu`, { architecture: target })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  }
});
