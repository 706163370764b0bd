// Every dtype in every place, and every conversion, on every execution that needs no GPU: bit for bit, special values included.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { f8e4m3Bits, f8e4m3Value, f8e5m2Bits, f8e5m2Value, f16Bits, f16Value, roundTo } from "../codegen/ir/numeric.ts";
import { byteSize, type DType, isFloat } from "../codegen/ir/types.ts";
import { HostTensor } from "../dsl/index.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { conversionCall, conversionCases, expectedConversion, flagCase } from "./dtype-cases.ts";
import { conversion, flags } from "./dtype-kernels.ts";
import { numbersOf } from "./executions.ts";

test("8-bit floats: every code is its own nearest, and between two neighbours the nearer (the even one of two) is taken", () => {
  for (const [bitsOf, valueOf, largest] of [
    [f8e4m3Bits, f8e4m3Value, 448],
    [f8e5m2Bits, f8e5m2Value, 57344],
  ] as const) {
    const codes = Array.from({ length: 128 }, (_, code) => code).filter((code) => Number.isFinite(valueOf(code)));
    expect(valueOf(codes.at(-1)!)).toBe(largest);
    codes.forEach((code, n) => {
      for (const sign of [0, 0x80]) expect(bitsOf(valueOf(code | sign))).toBe(code | sign);
      const next = codes[n + 1];
      if (next === undefined) return;
      const [low, high] = [valueOf(code), valueOf(next)];
      expect(high).toBeGreaterThan(low);
      const middle = (low + high) / 2;
      expect(bitsOf(middle)).toBe(code % 2 === 0 ? code : next);
      expect([bitsOf(middle * (1 - 2 ** -20)), bitsOf(middle * (1 + 2 ** -20))]).toEqual([code, next]);
    });
    expect([1e6, Infinity, 3e38].map((value) => valueOf(bitsOf(value)))).toEqual([largest, largest, largest]);
    expect(valueOf(bitsOf(-Infinity))).toBe(-largest);
    expect([bitsOf(Number.NaN), valueOf(0x7f), bitsOf(-0)]).toEqual([0x7f, Number.NaN, 0x80]);
  }
  // e5m2 is the upper half of f16.
  for (let code = 0; code < 256; code++) expect(f8e5m2Value(code)).toBe(f16Value(code << 8));
  expect(f8e5m2Value(0x7c)).toBe(Infinity);
  expect(f16Bits(Infinity) >> 8).toBe(0x7c);
});

/** Whether the cast of a plain JavaScript number takes it for what it was, or gives the same either way. */
const isTold = ({ from, to }: { readonly from: DType; readonly to: DType }, value: number): boolean => {
  if (to !== "i32" && to !== "u32" && to !== "i8") return true;
  const isWord = to !== "i8" && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
  return isWord !== isFloat(from) || roundTo(to, value) === value;
};

test("conversions between all dtypes, of tiles and of elements", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(conversionCases, (one) => {
      seen.add(`${one.from} ${one.to}`);
      const { configuration, call } = conversionCall(one);
      const expected = expectedConversion(one, call());
      const run = (execute: (c: ReturnType<typeof call>) => void): number[][] => {
        const own = call();
        execute(own);
        return [own["y"]!, own["elements"]!].map(numbersOf);
      };
      const js = run((c) =>
        conversion.run(configuration.problem as never, configuration.tuning as never, ...(Object.values(c) as [never, never, never])),
      );
      const values = numbersOf(call()["x"]!);
      const told = (all: number[], n: number): number[] => (n === 0 ? all : all.filter((_, at) => isTold(one, values[at]!)));
      expect(js.map(told)).toEqual(expected.map(told));
      expect(run((c) => runOnCpu(configuration, { tensors: c, scalars: {} }))).toEqual(expected);
      for (const [seed, generic] of [
        [1, false],
        [2, true],
      ] as const)
        expect(run((c) => runOnSimulator(configuration, { tensors: c, scalars: {} }, { seed, generic, target: "sm_80" }))).toEqual(
          expected,
        );
    }),
    { numRuns: 500, seed: 5 },
  );
  expect(seen.size).toBe(100);
}, 480_000);

test("flags in tensors, fragments and shared memory", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<DType>("f32", "bf16", "i8", "f8e4m3", "i32"),
      fc.integer({ min: 1, max: 70 }),
      fc.integer(),
      (from, columns, seed) => {
        const { configuration, call, expected } = flagCase(from, columns, seed);
        const run = (execute: (c: ReturnType<typeof call>) => void): number[][] => {
          const own = call();
          execute(own);
          return [own["mask"]!, own["chosen"]!].map(numbersOf);
        };
        expect(
          run((c) =>
            flags.run(configuration.problem as never, configuration.tuning as never, ...(Object.values(c) as [never, never, never])),
          ),
        ).toEqual(expected);
        expect(run((c) => runOnCpu(configuration, { tensors: c, scalars: {} }))).toEqual(expected);
        expect(run((c) => runOnSimulator(configuration, { tensors: c, scalars: {} }, { seed: 1, target: "sm_80" }))).toEqual(expected);
      },
    ),
    { numRuns: 40, seed: 6 },
  );
}, 60_000);

test("narrow elements move in vectors, and the text compiles for both targets", async () => {
  const file = new URL("./dtype-kernels.ts", import.meta.url).pathname;
  const names = Object.keys(byteSize) as DType[];
  for (const target of ["sm_80", "sm_90a"] as const)
    for (const [n, from] of names.entries()) {
      const problem = { from, to: names[(n + 3) % names.length]! };
      const text = cudaText(
        compileKernel({ file, kernel: "conversion", problem, tuning: { rows: 16, columns: 64, warps: 2 }, target, classes: {} }),
      );
      if (byteSize[from] === 1) expect(text).toMatch(/ld\.global\.v(2|4)\.b32/);
      if (!problem.from.startsWith("f8") && !problem.to.startsWith("f8")) expect(text).not.toContain("f8e");
      expect((await compileCuda(text, "conversion.cu", { architecture: target })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
    }
});

test("host tensors of every dtype keep what they can represent", () => {
  for (const dtype of Object.keys(byteSize) as DType[]) {
    const values = dtype === "bool" ? [0, 1] : [0, 1, 2, dtype === "u32" ? 3 : -3];
    const tensor = HostTensor.fromNumbers(dtype, [values.length], values);
    expect([...tensor.toNumbers()]).toEqual(values.map((value) => roundTo(dtype, value)));
    expect(tensor.data.BYTES_PER_ELEMENT).toBe(byteSize[dtype]);
    const poison = HostTensor.allocate(dtype, [1]).poison().get([0]);
    expect(isFloat(dtype) ? Number.isNaN(poison) : poison !== 0).toBe(true);
  }
});
