// i64 on every execution without a GPU: exact where a double is, and an error beyond; and in JavaScript's BigInts what must come out.
import fc from "fast-check";
import { expect, test } from "vitest";
import { copy, fragment, type Global, HostTensor, type i32, i64, kernel, parallel, print, range, type Static, work } from "../dsl/index.ts";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { printTo } from "../codegen/ir/report.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { meets, meetsCall, meetsExpected, type ScanTuning, scansCall, scansExpected, smallValues, wideScans } from "./i64-meetings.ts";
import { type WideCase, wide, wideCall, wideExpected } from "./i64-kernels.ts";

const file = new URL(import.meta.url).pathname;
const configurationOf = ({ rows, columns, warps }: WideCase) => ({
  file: new URL(wide.url).pathname,
  kernel: "wide",
  problem: {},
  tuning: { rows, columns, warps },
});

const cases: fc.Arbitrary<WideCase> = fc
  .record({ rows: fc.constantFrom(4, 8, 16), columns: fc.constantFrom(8, 16, 32), warps: fc.integer({ min: 1, max: 4 }), seed: fc.nat() })
  .chain(
    (tuning) =>
      fc.record({
        ...Object.fromEntries(Object.entries(tuning).map(([name, value]) => [name, fc.constant(value)])),
        height: fc.integer({ min: 1, max: tuning.rows }),
        width: fc.integer({ min: 1, max: tuning.columns }),
      }) as fc.Arbitrary<WideCase>,
  );
test("arithmetic, tiles, reductions and elements", () => {
  fc.assert(
    fc.property(cases, fc.boolean(), (one, generic) => {
      const { values, factor, call } = wideCall(one);
      const expected = wideExpected(one, values, factor);
      const { rows, columns, warps } = one;
      const runs = {
        js: ({ tensors: t }: ReturnType<typeof call>) => wide.run({}, { rows, columns, warps }, t.x, t.y, t.perRow, t.perColumn, factor),
        cpu: (c: ReturnType<typeof call>) => runOnCpu(configurationOf(one), c),
        simulator: (c: ReturnType<typeof call>) => runOnSimulator(configurationOf(one), c, { seed: one.seed, target: "sm_80", generic }),
      };
      for (const [where, execute] of Object.entries(runs)) {
        const made = call();
        execute(made);
        for (const name of ["y", "perRow", "perColumn"] as const)
          expect([...made.tensors[name].bigints], `${name}, ${where}`).toEqual(expected[name]);
      }
    }),
    { numRuns: 40, seed: 3 },
  );
});

const meetings = { file: new URL(meets.url).pathname, kernel: "meets", problem: {}, tuning: { warps: 2 } };
test("shuffles, warp reductions, quotients and atomics", () => {
  for (let seed = 1; seed <= 6; seed++) {
    const x = smallValues(seed, 64);
    const expected = meetsExpected(x);
    const runs = {
      js: ({ tensors: t }: ReturnType<typeof meetsCall>) => meets.run({}, { warps: 2 }, t.x, t.y, t.state),
      cpu: (call: ReturnType<typeof meetsCall>) => runOnCpu(meetings, call),
      simulator: (call: ReturnType<typeof meetsCall>) => runOnSimulator(meetings, call, { seed, target: "sm_80", generic: seed % 2 === 0 }),
    };
    for (const [where, execute] of Object.entries(runs)) {
      const call = meetsCall(x);
      execute(call);
      for (const name of ["y", "state"] as const) expect([...call.tensors[name].bigints], `${name}, ${where}`).toEqual(expected[name]);
    }
  }
});
test("what threads make of i64s beyond 2^53 is an error without a GPU", () => {
  for (const [large, others] of [
    [2n ** 53n, 0n],
    // The sum alone is too large.
    [2n ** 53n - 1n, 1n],
  ] as const) {
    const x = Array.from({ length: 64 }, (_, n) => (n === 9 ? large : others));
    const call = () => meetsCall(x);
    const { x: a, y, state } = call().tensors;
    expect(() => meets.run({}, { warps: 2 }, a, y, state)).toThrow("2^53");
    expect(() => runOnCpu(meetings, call())).toThrow("2^53");
    expect(() => runOnSimulator(meetings, call(), { seed: 1, target: "sm_80" })).toThrow(/2\^53|does not fit i64/);
  }
});

const extents = fc.constantFrom(1, 2, 3, 8, 12, 24, 40, 64);
const scanRuns = fc.record({
  direction: fc.record({ axis: fc.integer({ min: 0, max: 1 }), reverse: fc.boolean() }),
  tuning: fc.record({ rows: extents, columns: extents, warps: fc.integer({ min: 1, max: 5 }) }),
  seed: fc.nat(),
});
test("scans along both axes, of any tile", () => {
  fc.assert(
    fc.property(scanRuns, ({ direction, tuning, seed }) => {
      const values = smallValues(seed, tuning.rows * tuning.columns);
      const expected = scansExpected(direction, tuning, values);
      const configuration = { file: new URL(wideScans.url).pathname, kernel: "wideScans", problem: direction, tuning: { ...tuning } };
      const runs = {
        js: ({ tensors: t }: ReturnType<typeof scansCall>) => wideScans.run(direction, tuning, t.x, t.flags, t.sums, t.most, t.parts),
        cpu: (call: ReturnType<typeof scansCall>) => runOnCpu(configuration, call),
        simulator: (call: ReturnType<typeof scansCall>) => runOnSimulator(configuration, call, { seed: 1, target: "sm_80" }),
      };
      for (const [where, execute] of Object.entries(runs)) {
        const call = scansCall(tuning, values);
        execute(call);
        for (const name of ["sums", "most", "parts"] as const)
          expect([...call.tensors[name].bigints], `${name}, ${where}`).toEqual(expected[name]);
      }
    }),
    { numRuns: 40, seed: 5, examples: [[{ direction: { axis: 0, reverse: true }, tuning: { rows: 96, columns: 2, warps: 3 }, seed: 1 }]] },
  );
}, 60_000);

const squares = kernel(
  import.meta.url,
  "squares",
  (_: Static<object>, _tuning: Static<object>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      const own = fragment(i64, [4]);
      copy(x.at(range(0, 4)), own);
      for (const [i] of parallel(4)) {
        own[i] = own[i]! * own[i]!;
        if (own[i]! < 0) print("negative", own[i]!);
      }
      copy(own, y.at(range(0, 4)));
    }
  },
  { problem: {}, tuning: {} },
);
const carries = kernel(
  import.meta.url,
  "carries",
  (_: Static<object>, _tuning: Static<object>) => (x: Global<i64, [i32]>, y: Global<i64, [i32]>) => {
    for (const [_block] of work([1])) {
      const own = fragment(i64, [4]);
      copy(x.at(range(0, 4)), own);
      copy(own, y.at(range(0, 4)));
    }
  },
  { problem: {}, tuning: {} },
);
const executionsOf = (k: typeof squares, x: readonly bigint[]) => {
  const tensors = () => ({ x: new HostTensor("i64", [4], BigInt64Array.from(x) as never), y: HostTensor.allocate("i64", [4]) });
  const configuration = { file, kernel: k.name, problem: {}, tuning: {} };
  const run = (execute: (t: ReturnType<typeof tensors>) => unknown) => () => {
    const t = tensors();
    execute(t);
    return [...t.y.bigints];
  };
  return [
    run(({ x: a, y }) => k.run({}, {}, a, y)),
    run((t) => runOnCpu(configuration, { tensors: t, scalars: {} })),
    run((t) => runOnSimulator(configuration, { tensors: t, scalars: {} }, { seed: 1, target: "sm_80" })),
  ];
};
test("what lies beyond 2^53 is an error without a GPU, wherever it comes from", () => {
  for (const run of executionsOf(squares, [3n, -94906265n, 94906265n, 0n]))
    expect(run()).toEqual([9n, 94906265n ** 2n, 94906265n ** 2n, 0n]);
  // A product that is too large, and elements that are.
  for (const large of [94906267n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 62n)])
    for (const run of executionsOf(squares, [1n, 2n, large, 3n])) expect(run).toThrow(/2\^53|does not fit i64/);
  // Nothing is computed with them.
  for (const large of [2n ** 53n, 2n ** 53n + 1n, -(2n ** 62n)])
    for (const run of executionsOf(carries, [1n, 2n, large, 3n])) expect(run).toThrow(/2\^53/);
});

const says = kernel(
  import.meta.url,
  "says",
  (_: Static<object>, _tuning: Static<object>) => (x: Global<i64, [i32]>) => {
    for (const [block] of work([1])) print("x", x.read(block), block);
  },
  { problem: {}, tuning: {} },
);
test("prints", () => {
  const lines: string[] = [];
  printTo((line) => lines.push(line.slice(line.indexOf("thread"))));
  const x = HostTensor.fromNumbers("i64", [1], [-1234567890123]);
  const configuration = { file, kernel: "says", problem: {}, tuning: {} };
  says.run({}, {}, x);
  runOnCpu(configuration, { tensors: { x }, scalars: {} });
  runOnSimulator(configuration, { tensors: { x }, scalars: {} }, { seed: 1, target: "sm_80" });
  printTo(null);
  expect(lines).toEqual(Array.from({ length: 3 }, () => "thread 0: x -1234567890123, 0"));
});

test("host tensors hold all 64 bits, and give those that a number holds", () => {
  const tensor = new HostTensor("i64", [3], BigInt64Array.of(-(2n ** 63n), 2n ** 53n - 1n, -5n) as never);
  expect(tensor.bigints[0]).toBe(-(2n ** 63n));
  expect([tensor.get([1]), tensor.get([2])]).toEqual([2 ** 53 - 1, -5]);
  expect(() => tensor.get([0])).toThrow("beyond 2^53");
  expect(() => tensor.set([0], 2 ** 53)).toThrow("beyond 2^53");
  expect(() => HostTensor.allocate("i32", [1]).bigints).toThrow("not stored in a BigInt64Array");
});

test.each(["aligned", "generic"] as const)("compiles for %s tensors", async (tensorClass) => {
  const classes = { x: tensorClass, y: tensorClass, perRow: tensorClass, perColumn: tensorClass };
  const request = {
    ...configurationOf({ rows: 8, columns: 32, warps: 4, height: 1, width: 1, seed: 1 }),
    target: "sm_80",
    classes,
  } as const;
  await compileCuda(cudaText(compileKernel(request)), "wide.cu", { architecture: "sm_80" });
});
test.each(["sm_80", "sm_90a"] as const)("meetings and scans compile for %s", async (target) => {
  const tuning: ScanTuning = { rows: 24, columns: 8, warps: 3 };
  const scans = { file: new URL(wideScans.url).pathname, kernel: "wideScans", problem: { axis: 0, reverse: true }, tuning: { ...tuning } };
  for (const configuration of [meetings, scans]) {
    const text = cudaText(compileKernel({ ...configuration, target, classes: {} }));
    const { log } = await compileCuda(text, `${configuration.kernel}.cu`, { architecture: target });
    expect(log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
    if (configuration === meetings)
      for (const name of ["add.u64", "min.s64", "max.s64", "exch.b64", "cas.b64"]) expect(text).toContain(name);
  }
});
