// Per-thread code on every execution: collectives, barriers, loops of a thread's own, local arrays; and what the simulator finds in it.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  all,
  any,
  atomicAdd,
  ballot,
  barrier,
  barrierAny,
  ceilDiv,
  f32,
  fill,
  type Global,
  HostTensor,
  i32,
  idiv,
  kernel,
  local,
  max,
  shared,
  shuffle,
  shuffleDown,
  shuffleUp,
  shuffleXor,
  type Static,
  threads,
  type Together,
  type u32,
  unrolled,
  warpAnd,
  warpMax,
  warpMin,
  warpOr,
  warpSum,
  warpSync,
  work,
} from "../dsl/index.ts";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnSimulator } from "../runtime/executions.ts";
import { everywhere, numbersOf } from "./executions.ts";

type Warps = Static<{ warps: number }>;
const agree = (results: readonly number[][], expected: readonly number[]): void => {
  for (const result of results) expect(result).toEqual(expected);
};
const ints = (values: readonly number[]): HostTensor => HostTensor.fromNumbers("i32", [values.length], values);
const random = (count: number, seed: number, limit: number): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  });
};

/** Sum of a row of any length: each thread's own stride, then its warp, then the block. */
function* blockSum(own: i32, parts: { [i: number]: i32 }, warp: i32, lane: i32, warps: number): Together<i32> {
  const whole = yield* warpSum(own);
  if (lane === 0) parts[warp] = whole;
  yield* barrier();
  let sum: i32 = 0;
  for (let w = 0; w < warps; w++) sum += parts[w]!;
  yield* barrier();
  return sum;
}
const rowSums = kernel(
  import.meta.url,
  "rowSums",
  (_: Static<object>, { warps }: Warps) =>
    (x: Global<i32, [i32, i32]>, y: Global<i32, [i32]>) => {
      const [rows, columns] = x.shape;
      for (const [row] of work([rows])) {
        const parts = shared(i32, [warps]);
        threads(function* ({ thread, warp, lane, count }) {
          let own: i32 = 0;
          for (let i = thread; i < columns; i += count) own += x.read(row, i);
          const sum = yield* blockSum(own, parts, warp, lane, warps);
          if (thread === 0) y.write(sum, row);
        });
      }
    },
  { problem: {}, tuning: { warps: 4 } },
);
test.each([1, 3])("a block's sum over rows of any length, %i warps", (warps) => {
  const columns = 203;
  const x = random(3 * columns, 7, 1000);
  const sums = [0, 1, 2].map((row) => x.slice(row * columns, (row + 1) * columns).reduce((a, b) => a + b, 0));
  const tensors = { x: HostTensor.fromNumbers("i32", [3, columns], x), y: HostTensor.allocate("i32", [3]) };
  agree(everywhere(rowSums, { warps }, tensors, "y"), sums);
});

const lanes = kernel(
  import.meta.url,
  "lanes",
  (_: Static<object>, _tuning: Warps) => (x: Global<i32, [i32]>, y: Global<i32, [i32, i32]>) => {
    for (const [_block] of work([1])) {
      threads(function* ({ thread, warp, lane }) {
        const own = x.read(thread);
        y.write(yield* shuffle(own, 3), 0, thread);
        y.write(yield* shuffle(own, lane * 7 + warp), 1, thread);
        y.write(yield* shuffleXor(own, 5), 2, thread);
        y.write(yield* shuffleUp(own, 3), 3, thread);
        y.write(yield* shuffleDown(own, 30), 4, thread);
        y.write(yield* warpSum(own), 5, thread);
        y.write(yield* warpMax(own), 6, thread);
        y.write(yield* warpMin(own), 7, thread);
        const bits: u32 = yield* ballot(own > 50);
        y.write(i32(bits), 8, thread);
        const some = yield* any(own > 97);
        const every = yield* all(own > 1);
        y.write(i32(some) + 2 * i32(every), 9, thread);
        y.write(i32(yield* warpOr(bits)), 10, thread);
        y.write(i32(yield* warpAnd(bits)), 11, thread);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
test("shuffles, votes and reductions of a warp", () => {
  const x = random(64, 3, 100);
  const expected: number[][] = Array.from({ length: 12 }, () => []);
  x.forEach((own, thread) => {
    const lane = thread % 32;
    const first = thread - lane;
    const warp = x.slice(first, first + 32);
    const at = (from: number): number => (from >= 0 && from < 32 ? warp[from]! : own);
    const bits = warp.reduce((mask, v, n) => mask | (Number(v > 50) << n), 0);
    const values = [
      warp[3]!,
      warp[(lane * 7 + first / 32) % 32]!,
      at(lane ^ 5),
      at(lane - 3),
      at(lane + 30),
      warp.reduce((a, b) => a + b, 0),
      Math.max(...warp),
      Math.min(...warp),
      bits,
      Number(warp.some((v) => v > 97)) + 2 * Number(warp.every((v) => v > 1)),
      bits,
      bits,
    ];
    for (const [n, value] of values.entries()) expected[n]!.push(value);
  });
  agree(everywhere(lanes, { warps: 2 }, { x: ints(x), y: HostTensor.allocate("i32", [12, 64]) }, "y"), expected.flat());
});

const collatz = kernel(
  import.meta.url,
  "collatz",
  (_: Static<object>, _tuning: Warps) => (x: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
    for (const [block] of work([ceilDiv(x.shape[0], 64)])) {
      threads(({ thread, count }) => {
        const i = block * count + thread;
        if (i >= x.shape[0]) return;
        let value = x.read(i);
        let steps: i32 = 0;
        while (value !== 1) {
          value = value % 2 === 0 ? idiv(value, 2) : 3 * value + 1;
          steps += 1;
        }
        y.write(steps, i);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
test("loops that each thread leaves by itself", () => {
  const x = Array.from({ length: 70 }, (_, n) => n + 1);
  const steps = x.map((start) => {
    let count = 0;
    for (let v = start; v !== 1; count++) v = v % 2 === 0 ? v / 2 : 3 * v + 1;
    return count;
  });
  agree(everywhere(collatz, { warps: 2 }, { x: ints(x), y: HostTensor.allocate("i32", [70]) }, "y"), steps);
});

const sorting = kernel(
  import.meta.url,
  "sorting",
  (_: Static<object>, { warps }: Warps) =>
    (x: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        const values = shared(i32, [32 * warps]);
        threads(function* ({ thread, count }) {
          values[thread] = x.read(thread);
          yield* barrier();
          // Neighbours are compared until no thread has anything to exchange.
          let again = true;
          while (again) {
            let changed = false;
            for (const odd of unrolled(0, 2)) {
              const left = 2 * thread + odd;
              if (left + 1 < count) {
                const [a, b] = [values[left]!, values[left + 1]!];
                if (a > b) {
                  values[left] = b;
                  values[left + 1] = a;
                  changed = true;
                }
              }
              yield* barrier();
            }
            again = yield* barrierAny(changed);
          }
          y.write(values[thread]!, thread);
        });
      }
    },
  { problem: {}, tuning: { warps: 2 } },
);
test("a loop that all threads leave together, by what they tell each other at a barrier", () => {
  const x = random(64, 11, 1000);
  agree(
    everywhere(sorting, { warps: 2 }, { x: ints(x), y: HostTensor.allocate("i32", [64]) }, "y"),
    [...x].sort((a, b) => a - b),
  );
});

const locals = kernel(
  import.meta.url,
  "locals",
  (_: Static<object>, _tuning: Warps) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      threads(function* ({ thread, count }) {
        const own = local(f32, [4]);
        for (const i of unrolled(0, 4)) own[i] = x.read(thread + i * count);
        yield* warpSync();
        let largest = own[0]!;
        for (const i of unrolled(1, 4)) largest = max(largest, own[i]!);
        const warpLargest = yield* warpMax(largest);
        const total = yield* warpSum(own[0]! + own[3]!);
        y.write(warpLargest + total, thread);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
test("arrays of each thread's own live across meetings", () => {
  const x = random(256, 5, 100);
  const expected = Array.from({ length: 64 }, (_, thread) => {
    const warp = Array.from({ length: 32 }, (_, lane) => thread - (thread % 32) + lane);
    return Math.max(...warp.flatMap((t) => [0, 1, 2, 3].map((i) => x[t + 64 * i]!))) + warp.reduce((s, t) => s + x[t]! + x[t + 192]!, 0);
  });
  const tensors = { x: HostTensor.fromNumbers("f32", [256], x), y: HostTensor.allocate("f32", [64]) };
  agree(everywhere(locals, { warps: 2 }, tensors, "y"), expected);
});

const unordered = kernel(
  import.meta.url,
  "unordered",
  ({ meets }: Static<{ meets: boolean }>, { warps }: Warps) =>
    (y: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        const values = shared(i32, [32 * warps]);
        fill(values, 0);
        threads(function* ({ thread, count }) {
          values[thread] = thread;
          if (meets) yield* barrier();
          y.write(values[(thread + 40) % count]!, thread);
        });
      }
    },
  { problem: { meets: true }, tuning: { warps: 2 } },
);
test("the simulator finds a missing barrier", () => {
  const run = (meets: boolean): void => {
    const y = HostTensor.allocate("i32", [64]);
    runOnSimulator(
      { file: new URL(unordered.url).pathname, kernel: "unordered", problem: { meets }, tuning: { warps: 2 } },
      { tensors: { y }, scalars: {} },
      { seed: 1, target: "sm_80" },
    );
  };
  expect(() => run(true)).not.toThrow();
  expect(() => run(false)).toThrow(/shared memory 'values' .* is not ordered after the write .*\[race\]/);
});

const neighbours = kernel(
  import.meta.url,
  "neighbours",
  ({ meets }: Static<{ meets: boolean }>, _tuning: Warps) =>
    (x: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        const values = shared(i32, [32]);
        threads(function* ({ thread, lane }) {
          values[lane] = x.read(thread);
          const sum = yield* warpSum(values[lane]!);
          if (meets) yield* warpSync();
          y.write(sum + values[31 - lane]!, thread);
        });
      }
    },
  { problem: { meets: true }, tuning: { warps: 1 } },
);
test("lanes of a warp are ordered by warpSync, and by no exchange of values: the simulator finds a missing one", () => {
  const x = random(32, 3, 100);
  const run = (meets: boolean): number[] => {
    const y = HostTensor.allocate("i32", [32]);
    runOnSimulator(
      { file: new URL(neighbours.url).pathname, kernel: "neighbours", problem: { meets }, tuning: { warps: 1 } },
      { tensors: { x: ints(x), y }, scalars: {} },
      { seed: 1, target: "sm_80" },
    );
    return numbersOf(y);
  };
  const sum = x.reduce((a, b) => a + b, 0);
  expect(run(true)).toEqual(x.toReversed().map((value) => sum + value));
  expect(() => run(false)).toThrow(/threads\.test\.ts:\d+:\d+: read of shared memory 'values' .* put a warpSync between them .*\[race\]/);
});

const waiting = kernel(
  import.meta.url,
  "waiting",
  (_: Static<object>, _tuning: Warps) => (flag: Global<i32, [i32]>) => {
    for (const [_block] of work([1])) {
      threads(({ thread }) => {
        let seen: i32 = 0;
        while (seen !== thread + 7) seen = atomicAdd(flag.at(0), 0);
      });
    }
  },
  { problem: {}, tuning: { warps: 1 } },
);
test("a loop that waits for what never happens ends in the simulator, at its line", () => {
  const line =
    readFileSync(new URL(import.meta.url), "utf8")
      .split("\n")
      .findIndex((text) => text.includes("while (seen !==")) + 1;
  const run = (): void =>
    void runOnSimulator(
      { file: new URL(waiting.url).pathname, kernel: "waiting", problem: {}, tuning: { warps: 1 } },
      { tensors: { flag: ints([3]) }, scalars: {} },
      { seed: 1, target: "sm_80", mostRounds: 5000 },
    );
  expect(run).toThrow(new RegExp(`threads\\.test\\.ts:${line}:\\d+: this loop goes on after 5000 rounds.*\\[endless\\]`, "s"));
});

test.each(["sm_80", "sm_90a"] as const)("the printed CUDA compiles for %s", async (target) => {
  for (const { url, name, defaults } of [rowSums, lanes, collatz, sorting, locals, unordered, neighbours, waiting]) {
    const constants = { problem: { ...defaults!.problem }, tuning: { ...defaults!.tuning } };
    const text = cudaText(compileKernel({ file: new URL(url).pathname, kernel: name, ...constants, target, classes: {} }));
    expect((await compileCuda(text, `${name}.cu`, { architecture: target })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  }
});
