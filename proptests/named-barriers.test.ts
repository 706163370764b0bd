// Named barriers on every execution: roles that hand a tile over and back, loops that end when nobody wants another round, warps that take
// different ways; and what is said of those who wait for ever, or not at all.
import { expect, test } from "vitest";
import {
  arrive,
  copy,
  f32,
  type Global,
  HostTensor,
  type i32,
  kernel,
  namedBarrier,
  range,
  role,
  shared,
  type Static,
  wait,
  waitAny,
  work,
} from "../dsl/index.ts";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { readsOn, thereAndBack, untilBothEnd, warpsApart } from "./exact/meetings.ts";
import { everywhere, type Runnable } from "./executions.ts";

type None = Static<object>;
const tensor = (values: readonly number[]): HostTensor => HostTensor.fromNumbers("f32", [values.length], values);
const ramp = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

test.each([
  [1, 2],
  [2, 1],
  [2, 3],
])("a tile goes from %i warps to %i and back", (fills, uses) => {
  const x = ramp(6 * 64);
  const tensors = { x: tensor(x), y: HostTensor.allocate("f32", [6 * 64]) };
  for (const result of everywhere(thereAndBack, { fills, uses, warps: fills + uses }, tensors, "y"))
    expect(result).toEqual(x.map((value) => 2 * value + 1));
});

test.each([
  [1, 4],
  [5, 2],
  [0, 0],
])("rounds go on while any of the roles wants another one: %i and %i", (a, b) => {
  const tensors = { x: tensor([a, b]), y: HostTensor.allocate("f32", [2]) };
  const rounds = Math.max(a, b, 1);
  for (const result of everywhere(untilBothEnd, {}, tensors, "y")) expect(result).toEqual([rounds, rounds]);
});

test.each([0, 5])("warps of per-thread code meet where others do not: from %i", (first) => {
  const x = ramp(32).map((n) => n + first - 5);
  const tensors = { x: tensor(x), y: HostTensor.allocate("f32", [128]) };
  const any = x.some((value) => value > 30);
  const expected = ramp(128).map((n) => (n < 32 ? Number(any) : n < 96 ? (any ? x[31 - (n % 32)]! : -1) : 7));
  for (const result of everywhere(warpsApart, { warps: 4 }, tensors, "y")) expect(result).toEqual(expected);
});

const runs = (k: Runnable, tensors: () => Record<string, HostTensor>) => {
  const configuration = { file: new URL(k.url).pathname, kernel: k.name, problem: {}, tuning: {} };
  return {
    "JS run": () => k.run({} as never, {} as never, ...(Object.values(tensors()) as never[])),
    "CPU back end": () => runOnCpu(configuration, { tensors: tensors(), scalars: {} }),
    simulator: () => runOnSimulator(configuration, { tensors: tensors(), scalars: {} }, { seed: 3, target: "sm_80" }),
  };
};
const two = () => ({ x: tensor(ramp(64)), y: HostTensor.allocate("f32", [64]) });

const nobodyArrives = kernel(
  import.meta.url,
  "nobodyArrives",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const never = namedBarrier({ warps: 2 });
      role("waits", { warps: 1 }, function* () {
        yield* wait(never);
        y.write(x.read(0), 0);
      });
      role("leaves", { warps: 1 }, function* () {
        if (x.read(1) < 0) yield* arrive(never);
        y.write(x.read(1), 1);
      });
    }
  },
  { problem: {}, tuning: {} },
);
test("who waits for ever is named, with the line", () => {
  const run = runs(nobodyArrives, two);
  expect(run["JS run"]).toThrow(/roles wait for ever: role 'waits' at barrier 'named-barriers\.test\.ts:\d+' \(32 of 64 threads arrived\)/);
  expect(run["CPU back end"]).toThrow("roles wait for ever: role 'waits' at barrier 'never' (32 of 64 threads arrived)");
  expect(run.simulator).toThrow(
    /every warp waits for ever:\n {2}warp 0 of block 0 at .*named-barriers\.test\.ts:\d+:\d+ in barrier, for barrier \d+ \(32 of 64 threads arrived\)/,
  );
});

const withAndWithout = kernel(
  import.meta.url,
  "withAndWithout",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const mixed = namedBarrier({ warps: 2 });
      role("asks", { warps: 1 }, function* () {
        const any = yield* waitAny(mixed, x.read(0) > 0);
        y.write(any ? 1 : 0, 0);
      });
      role("waits", { warps: 1 }, function* () {
        yield* wait(mixed);
      });
    }
  },
  { problem: {}, tuning: {} },
);
test("a barrier that some come to with a condition and some without is refused, as JavaScript when they meet", () => {
  const run = runs(withAndWithout, two);
  expect(run["JS run"]).toThrow(/barrier .* is reached with a condition by some/);
  for (const one of [run["CPU back end"], run.simulator])
    expect(one).toThrow(/CUI7014: the barrier 'mixed' is come to by waitAny and by wait/);
});

const tooMany = kernel(
  import.meta.url,
  "tooMany",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const three = namedBarrier({ warps: 3 });
      role("two", { warps: 2 }, function* () {
        yield* wait(three);
        y.write(x.read(0), 0);
      });
      role("twoMore", { warps: 2 }, function* () {
        yield* wait(three);
        y.write(x.read(1), 1);
      });
    }
  },
  { problem: {}, tuning: {} },
);
test("a round that more come to than it takes is refused", () => {
  const run = runs(tooMany, two);
  for (const where of ["JS run", "CPU back end"] as const)
    expect(run[where]).toThrow(/128 threads come to barrier '.*' at once, which is for 96/);
  expect(run.simulator).toThrow(/every warp waits for ever(.|\n)*32 of 96 threads arrived/);
});

const tooEarly = kernel(
  import.meta.url,
  "tooEarly",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const tile = shared(f32, [64]);
      const full = namedBarrier({ warps: 2 });
      role("fills", { warps: 1 }, function* () {
        yield* arrive(full);
        copy(x.at(range(0, 64)), tile);
      });
      role("uses", { warps: 1 }, function* () {
        yield* wait(full);
        copy(tile, y.at(range(0, 64)));
      });
    }
  },
  { problem: {}, tuning: {} },
);
test("the simulator finds what arrives before it has written", () => {
  expect(runs(tooEarly, two).simulator).toThrow(/\[(race|missingWait|uninitialisedRead)\]/);
});

test.each([thereAndBack, readsOn, untilBothEnd, warpsApart] as Runnable[])("$name compiles for sm_80", async (k) => {
  const request = { file: new URL(k.url).pathname, kernel: k.name, problem: {}, tuning: {}, target: "sm_80", classes: {} } as const;
  await compileCuda(cudaText(compileKernel({ ...request, tuning: (k as typeof thereAndBack).defaults!.tuning as never })), "k.cu", {
    architecture: "sm_80",
  });
});
