// Random numbers from counters, prefetches, the multiprocessor's index, limits and budgets of registers, kernels generic in their
// dtype: on every execution, and in the printed CUDA.
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import {
  type bf16,
  ceilDiv,
  copy,
  type DType,
  type f16,
  f32,
  fragment,
  type Global,
  HostTensor,
  type i32,
  kernel,
  multiprocessor,
  parallel,
  philox,
  prefetch,
  range,
  type Static,
  threads,
  u32,
  uniformFloat,
  work,
} from "../dsl/index.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { budgets } from "./exact/roles.ts";
import { everywhere } from "./executions.ts";

const file = new URL(import.meta.url).pathname;
const textOf = (name: string, target: "sm_80" | "sm_90a", problem = {}, tuning = {}): string =>
  cudaText(compileKernel({ file, kernel: name, problem, tuning, target, classes: {} }));
const assembled = async (name: string, target: "sm_80" | "sm_90a", problem = {}, tuning = {}) => {
  const compiled = await compileCuda(textOf(name, target, problem, tuning), `${name}.cu`, { architecture: target });
  expect(compiled.log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  return compiled;
};

// The known answers of Random123's kat_vectors for philox4x32-10: counter, key, result.
const known: readonly (readonly [readonly number[], readonly number[], readonly number[]])[] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];
type Four = readonly [number, number, number, number];
test("philox gives the known answers", () => {
  for (const [counter, key, bits] of known) expect(philox([key[0]!, key[1]!], counter as Four)).toEqual(bits);
});

const draws = kernel(
  import.meta.url,
  "draws",
  (_: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<u32, [i32, 6]>, y: Global<u32, [i32, 4]>) => {
    const [rows] = x.shape;
    for (const [block] of work([ceilDiv(rows, 32)])) {
      for (const [i] of parallel(32)) {
        const at = block * 32 + i;
        if (at < rows) {
          const bits = philox([x.read(at, 4), x.read(at, 5)], [x.read(at, 0), x.read(at, 1), x.read(at, 2), x.read(at, 3)]);
          for (const n of [0, 1, 2, 3] as const) y.write(bits[n], at, n);
        }
      }
    }
  },
  { problem: {}, tuning: { warps: 1 } },
);
test("and gives them on every execution", () => {
  const x = HostTensor.fromNumbers(
    "u32",
    [3, 6],
    known.flatMap(([counter, key]) => [...counter, ...key]),
  );
  for (const result of everywhere(draws, { warps: 1 }, { x, y: HostTensor.allocate("u32", [3, 4]) }, "y"))
    expect(result).toEqual(known.flatMap(([, , bits]) => [...bits]));
});

const fractions = kernel(
  import.meta.url,
  "fractions",
  (_: Static<object>, _tuning: Static<{ warps: number }>) => (y: Global<f32, [i32]>) => {
    for (const [block] of work([ceilDiv(y.shape[0], 64)])) {
      threads(({ thread }) => {
        const at = block * 64 + thread;
        if (at < y.shape[0]) y.write(uniformFloat(philox([7, 0], [u32(at), 0, 0, 0])[2]), at);
      });
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
test("uniform fractions, bit by bit the same", () => {
  const [first, ...others] = everywhere(fractions, { warps: 2 }, { y: HostTensor.allocate("f32", [1000]) }, "y");
  for (const other of others) expect(other).toEqual(first);
  expect(Math.min(...first!)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first!)).toBeLessThan(1);
  // The mean of 1000 draws lies within five deviations of 1/2.
  expect(Math.abs(first!.reduce((a, b) => a + b, 0) / 1000 - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 1000));
  expect([uniformFloat(0), uniformFloat(0xffffffff)]).toEqual([0, 1 - 2 ** -24]);
});

const ahead = kernel(
  import.meta.url,
  "ahead",
  <T extends f32 | f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows }: Static<{ warps: number; rows: number }>) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(x.shape[0], rows)])) {
        const top = tile * rows;
        prefetch(x.at(range(top + rows, rows), range(0, 96)));
        const own = fragment(dtype, [rows, 96]);
        copy(x.at(range(top, rows), range(0, 96)), own);
        copy(own, y.at(range(top, rows), range(0, 96)));
        // Where a block runs shows in no result.
        if (multiprocessor() < 0) y.write(x.read(0, 0), 0, 0);
      }
    },
  { problem: { dtype: "f32" }, tuning: { warps: 2, rows: 4 } },
);
test.each(["f32", "bf16", "f16"] as const)("a prefetch changes nothing; a kernel generic in its dtype (%s)", async (dtype) => {
  const { runOnCpu, runOnSimulator } = await import("../runtime/executions.ts");
  const x = HostTensor.fromNumbers(
    dtype,
    [10, 50],
    Array.from({ length: 500 }, (_, n) => n % 128),
  );
  const configuration = { file, kernel: "ahead", problem: { dtype }, tuning: {} };
  for (const run of [
    (y: HostTensor) => ahead.run({ dtype }, {}, x, y),
    (y: HostTensor) => runOnCpu(configuration, { tensors: { x, y }, scalars: {} }),
    ...[false, true].map((generic) => (y: HostTensor) => {
      runOnSimulator(configuration, { tensors: { x, y }, scalars: {} }, { seed: 1, target: "sm_80", generic });
    }),
  ]) {
    const y = HostTensor.allocate(dtype, [10, 50]);
    run(y);
    expect([...y.toNumbers()]).toEqual([...x.toNumbers()]);
  }
  for (const target of ["sm_80", "sm_90a"] as const) await assembled("ahead", target, { dtype });
});

const busy = kernel(
  import.meta.url,
  "busy",
  (_: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
    for (const [tile] of work([ceilDiv(x.shape[0], 64)])) {
      const [a, b] = [fragment(f32, [64, 64]), fragment(f32, [64, 64])];
      copy(x.at(range(tile * 64, 64), range(0, 64)), a);
      copy(x.at(range(tile * 64, 64), range(64, 64)), b);
      for (const [i, j] of parallel(64, 64)) a[i][j] = a[i][j] * b[i][j] + b[i][j];
      copy(a, y.at(range(tile * 64, 64), range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
test("maxRegisters limits what the assembler gives a thread", async () => {
  const free = await assembled(busy.name, "sm_90a");
  // What does not fit is spilled, and ptxas warns of it.
  const limited = await compileCuda(textOf(busy.name, "sm_90a", {}, { maxRegisters: 64 }), "busy.cu", { architecture: "sm_90a" });
  expect(free.resources.registers).toBeGreaterThan(64);
  expect(limited.resources.registers).toBeLessThanOrEqual(64);
});

const budgetsText = (target: "sm_80" | "sm_90a", tuning = {}): string =>
  cudaText(compileKernel({ file: new URL(budgets.url).pathname, kernel: budgets.name, problem: {}, tuning, target, classes: {} }));
test("budgets of registers are set where the target can", async () => {
  const text = budgetsText("sm_90a");
  expect(text).toContain("setmaxnreg.dec.sync.aligned.u32 40;");
  expect(text).toContain("setmaxnreg.inc.sync.aligned.u32 232;");
  expect(budgetsText("sm_80")).not.toContain("setmaxnreg");
  for (const target of ["sm_80", "sm_90a"] as const) {
    const { log } = await compileCuda(budgetsText(target), "budgets.cu", { architecture: target });
    expect(log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
  }
});
test("what the pool of registers cannot give is refused on every target", () => {
  for (const target of ["sm_80", "sm_90a"] as const) {
    expect(() => budgetsText(target, { loads: 32, sums: 240 })).toThrow(/CUI7011.*65536 registers.*64512: 168 for each of 384/);
    expect(() => budgetsText(target, { loads: 36, sums: 200 })).toThrow(/CUI7010/);
  }
});

test.each(["draws", "fractions"])("%s compiles", async (name) => {
  for (const target of ["sm_80", "sm_90a"] as const) await assembled(name, target);
});
