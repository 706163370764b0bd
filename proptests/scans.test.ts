// Scans on every execution that needs no GPU, against plain loops. Combinations that do not commute but are exact (affine maps modulo 2^32,
// sums within segments) show any change of order bit for bit; the linear recurrence of f32 is measured against float64.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cudaText, compileKernel } from "../codegen/compile.ts";
import { HostTensor } from "../dsl/index.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { type KernelConfiguration, runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";
import { affineMaps, cumulations, type Direction, productScan, recurrence, segmentSums, type Tile } from "./scan-kernels.ts";

const file = new URL("./scan-kernels.ts", import.meta.url).pathname;

interface Runnable {
  readonly name: string;
  readonly run: (problem: never, tuning: never, ...args: never[]) => void;
}
type Tensors = Readonly<Record<string, HostTensor>>;
type Constants = Readonly<Record<string, number | boolean | string>>;
/** What each execution leaves in the outputs, poisoned before. */
const everywhere = (k: Runnable, problem: Constants, tuning: Tile, tensors: Tensors, outputs: readonly string[]): number[][][] => {
  const configuration: KernelConfiguration = { file, kernel: k.name, problem, tuning: { ...tuning } };
  const once = (execute: (call: Tensors) => void): number[][] => {
    const call = { ...tensors };
    for (const name of outputs) call[name] = HostTensor.allocate(tensors[name]!.dtype, tensors[name]!.shape).poison();
    execute(call);
    return outputs.map((name) => numbersOf(call[name]!));
  };
  return [
    once((call) => k.run(problem as never, tuning as never, ...(Object.values(call) as never[]))),
    once((call) => runOnCpu(configuration, { tensors: call, scalars: {} })),
    once((call) => runOnSimulator(configuration, { tensors: call, scalars: {} }, { seed: 1, target: "sm_80" })),
    once((call) => runOnSimulator(configuration, { tensors: call, scalars: {} }, { seed: 2, target: "sm_80", generic: true })),
  ];
};
/** Indices of each line along an axis, in the order of the scan. */
const lines = (shape: readonly number[], { axis, reverse }: Direction): number[][] => {
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: size / shape[axis]! }, (_, n) => {
    const first = Math.floor(n / inner) * inner * shape[axis]! + (n % inner);
    const line = Array.from({ length: shape[axis]! }, (_, step) => first + step * inner);
    return reverse ? line.reverse() : line;
  });
};
const tensorOf = (dtype: HostTensor["dtype"], shape: readonly number[], value: () => number): HostTensor =>
  HostTensor.fromNumbers(dtype, shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value));
const empty = (dtype: HostTensor["dtype"], shape: readonly number[]): HostTensor => HostTensor.allocate(dtype, shape);

const extents = fc.constantFrom(1, 2, 3, 8, 12, 16, 24, 40, 48, 64, 96);
const tiles: fc.Arbitrary<Tile> = fc.record({ rows: extents, columns: extents, warps: fc.integer({ min: 1, max: 5 }) });
const directions: fc.Arbitrary<Direction> = fc.record({ axis: fc.integer({ min: 0, max: 1 }), reverse: fc.boolean() });

describe("scan", () => {
  test("affine maps compose in the order of the axis, bit for bit, for any tile and any number of warps", () => {
    fc.assert(
      fc.property(directions, tiles, fc.integer(), (direction, tile, seed) => {
        const random = new Random(seed);
        const shape = [tile.rows, tile.columns];
        const [a, b] = [0, 1].map(() => tensorOf("u32", shape, () => random.integer(0, 2 ** 32 - 1)));
        const tensors = { a: a!, b: b!, factors: empty("u32", shape), terms: empty("u32", shape) };
        const [x, y] = [numbersOf(a!), numbersOf(b!)];
        const [factors, terms] = [[...x], [...y]];
        for (const line of lines(shape, direction))
          line.slice(1).forEach((at, n) => {
            const before = line[n]!;
            factors[at] = Math.imul(x[at]!, factors[before]!) >>> 0;
            terms[at] = (Math.imul(x[at]!, terms[before]!) + y[at]!) >>> 0;
          });
        for (const outputs of everywhere(affineMaps, { ...direction }, tile, tensors, ["factors", "terms"]))
          expect(outputs).toEqual([factors, terms]);
      }),
      { numRuns: 60, seed: 7, examples: [[{ axis: 0, reverse: true }, { rows: 96, columns: 2, warps: 3 }, 1]] },
    );
  }, 120_000);

  test("sums within segments of a vector", () => {
    fc.assert(
      fc.property(fc.boolean(), extents, fc.integer({ min: 1, max: 4 }), fc.integer(), (reverse, columns, warps, seed) => {
        const random = new Random(seed);
        const value = tensorOf("f32", [columns], () => random.integer(-9, 9));
        const flag = tensorOf("f32", [columns], () => (random.uniform() < 0.2 ? 1 : 0));
        const expected = numbersOf(value);
        const [line] = lines([columns], { axis: 0, reverse }) as [number[]];
        line.slice(1).forEach((at, n) => {
          if (numbersOf(flag)[at] === 0) expected[at]! += expected[line[n]!]!;
        });
        const tile = { rows: 1, columns, warps };
        for (const [sums] of everywhere(segmentSums, { reverse }, tile, { value, flag, sums: empty("f32", [columns]) }, ["sums"]))
          expect(sums!.map((x) => x + 0)).toEqual(expected.map((x) => x + 0));
      }),
      { numRuns: 40, seed: 8 },
    );
  }, 60_000);

  test.each([
    [16, 16, 1],
    [64, 24, 2],
    [48, 32, 3],
    [32, 64, 4],
  ])("over the accumulator of a product, [%i, %i] by %i warps, along both axes", (rows, columns, warps) => {
    const random = new Random(rows);
    const x = tensorOf("bf16", [rows, 16], () => random.integer(-3, 3));
    const w = tensorOf("bf16", [16, columns], () => random.integer(-3, 3));
    const shape = [rows, columns];
    const [left, right] = [numbersOf(x), numbersOf(w)];
    for (const axis of [0, 1])
      for (const reverse of [false, true]) {
        const product = Array.from({ length: rows * columns }, (_, at) => {
          const [i, j] = [Math.floor(at / columns), at % columns];
          let sum = 0;
          for (let k = 0; k < 16; k++) sum += left[16 * i + k]! * right[columns * k + j]!;
          return sum % 3 === 0 ? sum + 0 : 0.5;
        });
        for (const line of lines(shape, { axis, reverse }))
          line.slice(1).forEach((at, n) => {
            if (product[at] === 0.5) product[at] = product[line[n]!]!;
          });
        const tensors = { x, w, latest: empty("f32", shape) };
        for (const [latest] of everywhere(productScan, { axis, reverse }, { rows, columns, warps }, tensors, ["latest"]))
          expect(latest!.map((value) => value + 0)).toEqual(product);
      }
  });

  test("a linear recurrence of f32 stays within a few roundings of float64", () => {
    fc.assert(
      fc.property(directions, tiles, fc.integer(), (direction, tile, seed) => {
        const random = new Random(seed);
        const shape = [tile.rows, tile.columns];
        const decay = tensorOf("f32", shape, () => Math.exp(-random.uniform()));
        const input = tensorOf("f32", shape, () => random.normal());
        const [a, exact] = [numbersOf(decay), numbersOf(input)];
        const magnitude = exact.map(Math.abs);
        for (const line of lines(shape, direction))
          line.slice(1).forEach((at, n) => {
            exact[at]! += a[at]! * exact[line[n]!]!;
            magnitude[at]! += a[at]! * magnitude[line[n]!]!;
          });
        for (const [state] of everywhere(recurrence, { ...direction }, tile, { decay, input, state: empty("f32", shape) }, ["state"]))
          state!.forEach((value, n) => expect(Math.abs(value - exact[n]!)).toBeLessThanOrEqual(16 * 2 ** -24 * magnitude[n]!));
      }),
      { numRuns: 20, seed: 9 },
    );
  }, 60_000);
});

test("running sums and maxima of every dtype, along every axis of a tile of rank 3", () => {
  const run = fc.record({
    axis: fc.integer({ min: 0, max: 2 }),
    reverse: fc.boolean(),
    dtype: fc.constantFrom("f32", "bf16", "f16", "i32", "u32"),
  });
  const small = fc.constantFrom(1, 4, 6, 16, 24);
  const tile = fc.record({ rows: small, columns: small, warps: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(run, tile, fc.integer(), (problem, tuning, seed) => {
      const random = new Random(seed);
      const shape = [2, tuning.rows, tuning.columns];
      const dtype = problem.dtype as HostTensor["dtype"];
      // Sums of at most 24 of these are exact in 8 bits.
      const x = tensorOf(dtype, shape, () => random.integer(dtype === "u32" ? 0 : -10, 10));
      const [sums, most] = [numbersOf(x), numbersOf(x)];
      for (const line of lines(shape, problem))
        line.slice(1).forEach((at, n) => {
          sums[at]! += sums[line[n]!]!;
          most[at] = Math.max(most[at]!, most[line[n]!]!);
        });
      const tensors = { x, sums: empty(dtype, shape), most: empty(dtype, shape) };
      for (const outputs of everywhere(cumulations, problem, tuning, tensors, ["sums", "most"]))
        expect(outputs.map((list) => list.map((value) => value + 0))).toEqual([sums, most].map((list) => list.map((value) => value + 0)));
    }),
    { numRuns: 40, seed: 10 },
  );
}, 60_000);

test("a scan costs one combination an element, and log2 shuffles; the text compiles for both targets", async () => {
  const tuning = { rows: 32, columns: 128, warps: 4 };
  for (const target of ["sm_80", "sm_90a"] as const) {
    const compiled = compileKernel({ file, kernel: "recurrence", problem: { axis: 1, reverse: false }, tuning, target, classes: {} });
    const text = cudaText(compiled);
    // 8 rows of 4 elements a thread: two components, 5 steps, what precedes and no total.
    expect(text.match(/__shfl/g)!.length).toBeLessThanOrEqual(8 * 2 * 6);
    expect(text).not.toContain("__syncthreads");
    expect((await compileCuda(text, "recurrence.cu", { architecture: target })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  }
  const rows = compileKernel({
    file,
    kernel: "affineMaps",
    problem: { axis: 0, reverse: true },
    tuning: { rows: 96, columns: 8, warps: 3 },
    target: "sm_80",
    classes: {},
  });
  expect((await compileCuda(cudaText(rows), "affineMaps.cu", { architecture: "sm_80" })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
});
