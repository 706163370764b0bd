// The example kernels, as JavaScript and on the CPU back end, against naive loops.
import { describe, expect, test } from "vitest";
import { emitJs, type JsArgument, loadJs } from "../../codegen/emit/js/index.ts";
import { listKernels, readKernel } from "../../codegen/frontend/index.ts";
import { printProgram } from "../../codegen/ir/print.ts";
import { HostTensor } from "../../dsl/index.ts";
import { Random } from "../../proptests/lib/random.ts";
import { allocate, randomTensor } from "../../proptests/lib/tensors.ts";
import { gatedConvolution } from "./gated-convolution.ts";
import { matrixProduct } from "./gemm.ts";
import { rmsNorm } from "./rmsnorm.ts";
import { softmax } from "./softmax.ts";
import { vectorAdd } from "./vector-add.ts";

type Argument = HostTensor | number | null;
interface Runnable {
  readonly url: string;
  readonly name: string;
  readonly run: (problem: never, tuning: never, ...args: never[]) => void;
}
type Constants = Readonly<Record<string, number | boolean | string>>;
const ways: readonly (readonly [string, (kernel: Runnable, problem: Constants, tuning: Constants, args: readonly Argument[]) => void])[] = [
  ["as JavaScript", (kernel, problem, tuning, args) => kernel.run(problem as never, tuning as never, ...(args as never[]))],
  [
    "on the CPU back end",
    (kernel, problem, tuning, args) => {
      const program = readKernel({
        file: new URL(kernel.url).pathname,
        kernel: kernel.name,
        problem,
        tuning,
        target: "sm_80",
        classes: {},
      });
      loadJs(emitJs(program))(...(args as JsArgument[]));
    },
  ],
];
const expectClose = (actual: HostTensor, expected: (index: readonly number[]) => number, tolerance: number): void => {
  const values = actual.toNumbers();
  const columns = actual.shape.at(-1)!;
  values.forEach((value, n) => {
    const wanted = expected(actual.shape.length === 1 ? [n] : [Math.floor(n / columns), n % columns]);
    if (!(Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted)))) expect({ n, value }).toEqual({ n, value: wanted });
  });
  expect(values.length).toBeGreaterThan(0);
};

describe.each(ways)("%s", (_, run) => {
  const random = new Random(7);
  test("vector add, with a rest", () => {
    const [x, y] = [randomTensor(random, "f32", [77]), randomTensor(random, "f32", [77])];
    const z = allocate("f32", [77]);
    run(vectorAdd, {}, { block: 32 }, [x, y, z]);
    expectClose(z, ([i]) => x.get([i!]) + y.get([i!]), 1e-6);
  });
  test.each([5, 16, 37])("softmax of rows of %i", (columns) => {
    const x = randomTensor(random, "f16", [7, columns], { scale: 3, layout: { order: [0, 1], padding: 3, margin: 5 } });
    const y = allocate("f16", [7, columns]);
    run(softmax, { dtype: "f16" }, { blockM: 4, blockN: 16 }, [x, y]);
    const total = (i: number): number => Array.from({ length: columns }, (__, j) => Math.exp(x.get([i, j]))).reduce((a, b) => a + b, 0);
    expectClose(y, ([i, j]) => Math.exp(x.get([i!, j!])) / total(i!), 2e-3);
  });
  test("softmax of a row that begins with -Infinity", () => {
    const x = HostTensor.fromNumbers(
      "f32",
      [1, 20],
      Array.from({ length: 20 }, (__, n) => (n < 17 ? Number.NEGATIVE_INFINITY : 0)),
    );
    const y = allocate("f32", [1, 20]);
    run(softmax, { dtype: "f32" }, { blockM: 4, blockN: 16 }, [x, y]);
    expectClose(y, ([, j]) => (j! < 17 ? 0 : 1 / 3), 1e-6);
  });
  test("RMSNorm", () => {
    const x = randomTensor(random, "bf16", [5, 40]);
    const weight = randomTensor(random, "bf16", [40]);
    const y = allocate("bf16", [5, 40]);
    run(rmsNorm, { dtype: "bf16", width: 40 }, { blockM: 2, blockN: 16 }, [x, weight, y, 1e-5]);
    const mean = (i: number): number => Array.from({ length: 40 }, (__, j) => x.get([i, j]) ** 2).reduce((a, b) => a + b, 0) / 40;
    expectClose(y, ([i, j]) => (x.get([i!, j!]) / Math.sqrt(mean(i!) + 1e-5)) * weight.get([j!]), 8e-3);
  });
  test.each([true, false])("gated convolution, with a bias: %s", (hasBias) => {
    const [length, channels, width] = [7, 24, 3];
    const [x, gate] = [randomTensor(random, "bf16", [2, length, channels]), randomTensor(random, "bf16", [2, length, channels])];
    const taps = randomTensor(random, "bf16", [width, channels]);
    const [bias, scale] = [randomTensor(random, "bf16", [channels]), randomTensor(random, "bf16", [channels])];
    const y = allocate("bf16", [2, length, channels]);
    const arguments_ = [x, gate, taps, hasBias ? bias : null, scale, y, 1e-5];
    run(gatedConvolution, { dtype: "bf16", channels, width, hasBias }, { blockM: 2 }, arguments_);
    const silu = (value: number): number => value / (1 + Math.exp(-value));
    const activated = (b: number, t: number, j: number): number => {
      const seen = Array.from({ length: Math.min(width, t + 1) }, (__, back) => x.get([b, t - back, j]) * taps.get([width - 1 - back, j]));
      return silu(seen.reduce((sum, value) => sum + value, hasBias ? bias.get([j]) : 0));
    };
    const expected = (b: number, t: number, j: number): number => {
      const squares = Array.from({ length: channels }, (__, other) => activated(b, t, other) ** 2).reduce((sum, value) => sum + value, 0);
      return (activated(b, t, j) / Math.sqrt(squares / channels + 1e-5)) * scale.get([j]) * silu(gate.get([b, t, j]));
    };
    expectClose(y, ([row, j]) => expected(Math.floor(row! / length), row! % length, j!), 8e-3);
  });
  test.each(["none", "relu", "silu", "gelu"])("matrix product, %s, with and without bias", (activation) => {
    const act = (x: number): number => {
      if (activation === "relu") return Math.max(x, 0);
      if (activation === "silu") return x / (1 + Math.exp(-x));
      return activation === "gelu" ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) : x;
    };
    for (const hasBias of [false, true]) {
      const [a, b, bias] = [
        randomTensor(random, "bf16", [19, 35], { scale: 0.3 }),
        randomTensor(random, "bf16", [35, 21]),
        randomTensor(random, "f32", [21]),
      ];
      const c = allocate("bf16", [19, 21]);
      run(matrixProduct, { dtype: "bf16", activation, hasBias }, { blockM: 16, blockN: 16, blockK: 16, stages: 2 }, [
        a,
        b,
        hasBias ? bias : null,
        c,
      ]);
      const product = (i: number, j: number): number =>
        Array.from({ length: 35 }, (__, k) => a.get([i, k]) * b.get([k, j])).reduce((s, t) => s + t, 0);
      expectClose(c, ([i, j]) => act(product(i!, j!) + (hasBias ? bias.get([j!]) : 0)), 1e-2);
    }
  });
});

test("constants by name, with their defaults", () => {
  expect(listKernels(new URL("./gemm.ts", import.meta.url).pathname)).toEqual([
    {
      name: "matrixProduct",
      defaults: {
        problem: { dtype: "bf16", activation: "none", hasBias: false },
        tuning: { blockM: 128, blockN: 128, blockK: 32, stages: 3, warps: 4 },
      },
    },
  ]);
});

test("tile IR of vectorAdd", () => {
  const program = readKernel({
    file: new URL("./vector-add.ts", import.meta.url).pathname,
    kernel: "vectorAdd",
    problem: {},
    tuning: { block: 256, warps: 2 },
    target: "sm_80",
    classes: {},
  });
  expect(printProgram(program)).toMatchInlineSnapshot(`
    "kernel vectorAdd(x: f32[?], y: f32[?], z: f32[?]) warps 2
      fragment a: f32[256]
      fragment b: f32[256]
    work tile < ceilDiv(x.shape[0], 256) {
      copy(x[tile * 256 +256], a)
      copy(y[tile * 256 +256], b)
      parallel i < 256 {
        a[i] = a[i] + b[i]
      }
      copy(a, z[tile * 256 +256])
    }
    "
  `);
});
