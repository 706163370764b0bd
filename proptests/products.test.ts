// Matrix products of every dtype, precision, shape and place of their operands, on every execution that needs no GPU.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { CompileError } from "../codegen/diagnostics.ts";
import { tf32Bits, tf32Value } from "../codegen/ir/numeric.ts";
import { HostTensor } from "../dsl/index.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";
import { checkProduct, configurationOf, type ProductCase, productCases } from "./product-cases.ts";
import { product } from "./product-kernels.ts";

describe("a product is the sum of its terms", () => {
  test("as JavaScript, on the CPU back end, and simulated under two orders of warps", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(productCases, async (one) => {
        for (const elements of ["holdLeft", "holdRight", "turnLeft", "turnRight"] as const)
          if (one[elements]) seen.add(`${one.precision} ${elements}`);
        const js = await checkProduct(one, ({ problem, tuning }, { tensors }) =>
          product.run(problem as never, tuning as never, ...(Object.values(tensors) as [never, never, never])),
        );
        const cpu = await checkProduct(one, runOnCpu);
        const simulated = [1, 2].map((seed) =>
          checkProduct(one, (configuration, call) => runOnSimulator(configuration, call, { seed, target: "sm_80" })),
        );
        expect([js, cpu, ...(await Promise.all(simulated))]).toEqual([null, null, null, null]);
      }),
      { numRuns: 120, seed: 3 },
    );
    expect(seen.size).toBe(12);
  }, 180_000);
});

test("products of a batch are each index's own, whoever of the warps takes them", () => {
  const file = new URL("./product-kernels.ts", import.meta.url).pathname;
  fc.assert(
    fc.property(
      fc.record({
        ...{ seed: fc.integer(), turnRight: fc.boolean(), hold: fc.boolean(), k: fc.constantFrom(16, 24, 64) },
        // Batches over warps, and what is left of the warps over rows and columns.
        shape: fc.constantFrom([4, 1, 1, 2], [4, 1, 2, 4], [3, 2, 2, 2], [2, 2, 3, 4], [1, 1, 1, 1], [6, 1, 2, 4] as const),
      }),
      ({ seed, turnRight, hold, k, shape: [batch, rows, columns, warps] }) => {
        const random = new Random(seed);
        const [m, n] = [16 * rows!, 8 * columns!];
        const drawn = (dtype: "bf16" | "f32", shape: readonly number[]): HostTensor =>
          HostTensor.fromNumbers(
            dtype,
            shape,
            Array.from({ length: shape.reduce((x, y) => x * y) }, () => random.normal()),
          );
        const [a, b] = [drawn("bf16", [batch!, m, k]), drawn("bf16", turnRight ? [batch!, n, k] : [batch!, k, n])];
        const before = drawn("f32", [batch!, m, n]);
        const configuration = {
          ...{ file, kernel: "batched", problem: { dtype: "bf16", turnRight, hold } },
          tuning: { batch: batch!, m, n, k, warps: warps! },
        };
        const results = [runOnCpu, (...of: Parameters<typeof runOnCpu>) => runOnSimulator(...of, { seed: 1, target: "sm_80" })].map(
          (run) => {
            const c = HostTensor.fromNumbers("f32", before.shape, before.toNumbers());
            run(configuration, { tensors: { a, b, c }, scalars: {} });
            return c;
          },
        );
        for (let i = 0; i < batch!; i++)
          for (let r = 0; r < m; r++)
            for (let col = 0; col < n; col++) {
              let exact = before.get([i, r, col]);
              for (let inner = 0; inner < k; inner++) exact += a.get([i, r, inner]) * b.get(turnRight ? [i, col, inner] : [i, inner, col]);
              for (const c of results) expect(Math.abs(c.get([i, r, col]) - exact)).toBeLessThan(1e-4);
            }
      },
    ),
    { numRuns: 25, seed: 4 },
  );
});

test("a product of f32 by 3xtf32 is right to 1e-5 where tf32 alone is not", () => {
  const random = new Random(5);
  const [m, n, k] = [32, 16, 64];
  // Positive terms: nothing cancels, so that the relative error is the products' own.
  const positive = (shape: readonly [number, number]): HostTensor =>
    HostTensor.fromNumbers(
      "f32",
      shape,
      Array.from({ length: shape[0] * shape[1] }, () => 0.5 + random.uniform()),
    );
  const [a, b] = [positive([m, k]), positive([k, n])];
  const worst = (precision: "tf32" | "3xtf32"): number => {
    const c = HostTensor.allocate("f32", [m, n]);
    const one = { dtype: "f32", precision, turnLeft: false, turnRight: false, holdLeft: false, holdRight: false } as const;
    const configuration = configurationOf({ ...one, rows: 1, columns: 2, grid: [2, 1], k, seed: 0 });
    runOnSimulator(configuration, { tensors: { a, b, c }, scalars: {} }, { seed: 1, target: "sm_80" });
    const [x, y, z] = [a, b, c].map(numbersOf) as [number[], number[], number[]];
    return z.reduce((most, found, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let exact = 0;
      for (let inner = 0; inner < k; inner++) exact += x[i * k + inner]! * y[inner * n + j]!;
      return Math.max(most, Math.abs(found / exact - 1));
    }, 0);
  };
  expect(worst("3xtf32")).toBeLessThan(1e-6);
  expect(worst("tf32")).toBeGreaterThan(1e-5);
});

test("the accumulator of an f32 product is the operand of the next, in registers", () => {
  const random = new Random(6);
  const [m, n, k] = [32, 24, 20];
  const drawn = (shape: readonly [number, number]): HostTensor =>
    HostTensor.fromNumbers(
      "f32",
      shape,
      Array.from({ length: shape[0] * shape[1] }, () => random.normal()),
    );
  const tensors = { x: drawn([m, k]), w: drawn([k, n]), v: drawn([n, n]), y: HostTensor.allocate("f32", [m, n]) };
  const file = new URL("./product-kernels.ts", import.meta.url).pathname;
  const configuration = { file, kernel: "chained", problem: { precision: "3xtf32" }, tuning: { m, n, k, warps: 2 } };
  runOnSimulator(configuration, { tensors, scalars: {} }, { seed: 1, target: "sm_80" });
  const [x, w, v, y] = [tensors.x, tensors.w, tensors.v, tensors.y].map(numbersOf) as [number[], number[], number[], number[]];
  y.forEach((found, at) => {
    let [exact, size] = [0, 0];
    for (let j = 0; j < n; j++)
      for (let inner = 0; inner < k; inner++) {
        const term = x[Math.floor(at / n) * k + inner]! * w[inner * n + j]! * v[j * n + (at % n)]!;
        exact += term;
        size += Math.abs(term);
      }
    expect(Math.abs(found - exact)).toBeLessThanOrEqual(2 ** -18 * size);
  });
  const text = cudaText(compileKernel({ ...configuration, target: "sm_80", classes: {} }));
  expect(text).not.toContain("sums_to");
});

test("small and odd inner extents take the short instruction; all forms compile for both targets", async () => {
  const base = { dtype: "bf16", precision: "ieee", turnLeft: false, turnRight: true, holdLeft: false, holdRight: false } as const;
  const sizes = { rows: 1, columns: 3, grid: [2, 1], seed: 0 } as const;
  const textOf = (one: ProductCase, target: "sm_80" | "sm_90a"): string =>
    cudaText(compileKernel({ ...configurationOf(one), target, classes: {} }));
  const counts = (k: number): [number, number] => {
    const text = textOf({ ...base, ...sizes, k }, "sm_80");
    return [text.includes("m16n8k16") ? 1 : 0, text.includes("m16n8k8.") ? 1 : 0];
  };
  expect([8, 16, 24, 5, 20].map(counts)).toEqual([
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 1],
    [1, 1],
  ]);
  for (const target of ["sm_80", "sm_90a"] as const)
    for (const [dtype, precision] of [
      ["f16", "ieee"],
      ["f32", "tf32"],
      ["f32", "3xtf32"],
    ] as const)
      for (const [k, hold] of [
        [24, true],
        [20, false],
      ] as const) {
        const text = textOf({ ...base, ...sizes, dtype, precision, k, holdLeft: hold }, target);
        expect((await compileCuda(text, "product.cu", { architecture: target })).log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
      }
});

test("what cannot be multiplied is refused with what to do", () => {
  const attempt = (change: Partial<ProductCase>, tuning: { m?: number } = {}): string => {
    const one: ProductCase = {
      ...{ dtype: "f32", precision: "tf32", turnLeft: false, turnRight: false, holdLeft: false, holdRight: false },
      ...{ rows: 1, columns: 1, k: 8, grid: [1, 1], seed: 0 },
      ...change,
    };
    const configuration = configurationOf(one);
    try {
      compileKernel({
        ...configuration,
        tuning: { ...configuration.tuning, ...tuning },
        target: "sm_80",
        classes: {},
      });
      return "compiled";
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return error.message;
    }
  };
  expect(attempt({ precision: "ieee" })).toMatch(/CUI2008.*tf32(.|\n)*precision: "3xtf32"/);
  expect(attempt({ dtype: "bf16" })).toMatch(/CUI2008: gemm of bf16 has no precision tf32/);
  expect(attempt({ holdLeft: true, k: 12 })).toMatch(/CUI6002: .*multiple of 8: copy it to a shared tile/);
  expect(attempt({}, { m: 24 })).toMatch(/CUI6001: .*cannot be divided over 1 warp: each needs a multiple of 16 rows and of 8 columns/);
});

test("tf32 has 10 fraction bits; ties go away from zero", () => {
  expect([1 + 2 ** -11, 1 + 2 ** -11 - 2 ** -23, -1 - 2 ** -11, 1 + 2 ** -10, Infinity, 3.4e38, 2 ** -149].map(tf32Value)).toEqual([
    1 + 2 ** -10,
    1,
    -1 - 2 ** -10,
    1 + 2 ** -10,
    Infinity,
    tf32Value(3.4e38),
    0,
  ]);
  expect(tf32Bits(Number.NaN)).toBe(0x7fc00000);
});
