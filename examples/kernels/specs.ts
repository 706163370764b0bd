// What the example kernels contract: agreement with naive float64 loops on random shapes, dtypes and layouts, within a small factor of the
// error that the same loops make in the working precision; and nothing written outside of the result.
import fc from "fast-check";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type CaseOptions, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import {
  allocate,
  damagedPlace,
  type FloatType,
  type HostTensor,
  type Layout,
  layoutArbitrary,
  randomTensor,
  roundTo,
  setAll,
} from "../../proptests/lib/tensors.ts";

interface Case {
  readonly seed: number;
  readonly problem: Constants;
  /** What is not a constant of the problem: rows, columns, inner. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly layout: Layout;
}
type Tensors = Readonly<Record<string, HostTensor | null>>;
/** Rounds what lies between inputs and output: not at all, or to f32. */
type Rounding = (value: number) => number;

interface Contract {
  readonly name: string;
  readonly file: string;
  readonly tunings: readonly Constants[];
  readonly problem: fc.Arbitrary<Constants>;
  readonly output: string;
  /** Axes of the tensors that `layout` lays out. */
  readonly rank: number;
  readonly scalars: Readonly<Record<string, number>>;
  sizes(tuning: Constants, problem: Constants, work: number): fc.Arbitrary<Readonly<Record<string, number>>>;
  tensors(one: Case, random: Random): Tensors;
  /** Result in row-major order, before its rounding to the output's dtype. */
  reference(tensors: Tensors, problem: Constants, round: Rounding): ArrayLike<number>;
}

/**
 * Of f32, 16 where the working precision happens to be exact allows two units in the last place: what a GPU's exponential, reciprocal and
 * reciprocal root are good for.
 */
const factorOf = (dtype: FloatType): number => (dtype === "f32" ? 16 : 4);

const specOf = (contract: Contract): Spec<Case> => ({
  name: contract.name,
  file: besideModule(import.meta.url, contract.file),
  tunings: contract.tunings,
  cases: ({ tuning, problem, work }: CaseOptions): fc.Arbitrary<Case> =>
    (problem ? fc.constant(problem) : contract.problem).chain((chosen) =>
      fc.record({
        seed: fc.integer(),
        problem: fc.constant(chosen),
        sizes: contract.sizes(tuning, chosen, work),
        layout: layoutArbitrary(contract.rank),
      }),
    ),
  check: async (one: Case, tuning: Constants, execute: Execution): Promise<void> => {
    const tensors = contract.tensors(one, new Random(one.seed));
    await execute(
      { file: besideModule(import.meta.url, contract.file), kernel: contract.name, problem: one.problem, tuning },
      { tensors, scalars: contract.scalars },
    );
    const output = tensors[contract.output]!;
    const dtype = output.dtype as FloatType;
    const working = Array.from(contract.reference(tensors, one.problem, Math.fround), (value) => roundTo(dtype, value));
    expectAgrees(contract.output, {
      actual: output.toNumbers(),
      reference: contract.reference(tensors, one.problem, (value) => value),
      working,
      dtype,
      factor: factorOf(dtype),
    });
    const damaged = damagedPlace(output);
    if (damaged !== null) throw new Error(`${contract.output}: storage outside the tensor was written, at element ${damaged}`);
  },
});

const dtypeOf = (problem: Constants): FloatType => problem["dtype"] as FloatType;
const line: Layout = { order: [0], padding: 0, margin: 0 };
/** A length of up to `tiles` tiles, often just beside a whole number of them. */
const around = (tile: number, tiles: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: tiles }), fc.constantFrom(0, 0, -1, 1, 3)).map(([count, more]) => Math.max(1, count * tile + more)),
    fc.integer({ min: 1, max: 2 * tile }),
  );
/** The lengths that keep the work in bounds. */
const within = (most: number, length: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  length.map((n) => Math.max(1, Math.min(n, Math.floor(most))));

const vectorAdd = specOf({
  name: "vectorAdd",
  file: "vector-add.ts",
  tunings: [
    { block: 256, warps: 2 },
    { block: 1024, warps: 4 },
  ],
  problem: fc.constant({}),
  output: "z",
  rank: 1,
  scalars: {},
  sizes: ({ block }) => fc.record({ length: fc.oneof(fc.constant(0), around(Number(block), 4)) }),
  tensors: ({ sizes: { length } }, random) => ({
    x: randomTensor(random, "f32", [length!]),
    y: randomTensor(random, "f32", [length!]),
    z: allocate("f32", [length!]),
  }),
  reference: ({ x, y }, _, round) => {
    const [a, b] = [x!.toNumbers(), y!.toNumbers()];
    return a.map((value, n) => round(value + b[n]!));
  },
});

const softmax = specOf({
  name: "softmax",
  file: "softmax.ts",
  tunings: [
    { blockM: 4, blockN: 64, warps: 1 },
    { blockM: 4, blockN: 512, warps: 4 },
  ],
  problem: fc.constantFrom<FloatType>("f32", "f16", "bf16").map((dtype) => ({ dtype })),
  output: "y",
  rank: 2,
  scalars: {},
  sizes: ({ blockM, blockN }, _, work) =>
    fc.record({ rows: around(Number(blockM), 3), columns: within(work / 64, around(Number(blockN), 3)) }),
  tensors: ({ problem, sizes: { rows, columns }, layout }, random) => ({
    x: randomTensor(random, dtypeOf(problem), [rows!, columns!], { scale: 3, layout }),
    y: allocate(dtypeOf(problem), [rows!, columns!], layout),
  }),
  reference: ({ x }, _, round) => {
    const [rows, columns] = x!.shape as [number, number];
    const values = x!.toNumbers();
    for (let i = 0; i < rows; i++) {
      const row = values.subarray(i * columns, (i + 1) * columns);
      const top = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      row.forEach((value, j) => {
        row[j] = round(Math.exp(round(value - top)));
      });
      const total = row.reduce((sum, value) => round(sum + value), 0);
      row.forEach((value, j) => {
        row[j] = round(value / total);
      });
    }
    return values;
  },
});

const epsilon = 1e-5;
const rmsNorm = specOf({
  name: "rmsNorm",
  file: "rmsnorm.ts",
  tunings: [
    { blockM: 2, blockN: 64, warps: 1 },
    { blockM: 4, blockN: 256, warps: 4 },
  ],
  problem: fc.record({ dtype: fc.constantFrom<FloatType>("f32", "f16", "bf16"), width: fc.constantFrom(1, 40, 64, 200, 256, 512, 1000) }),
  output: "y",
  rank: 2,
  scalars: { epsilon },
  sizes: ({ blockM }, { width }, work) => fc.record({ rows: within(work / (8 * Number(width)), around(Number(blockM), 4)) }),
  tensors: ({ problem, sizes: { rows }, layout }, random) => {
    const [dtype, width] = [dtypeOf(problem), Number(problem["width"])];
    return {
      x: randomTensor(random, dtype, [rows!, width], { layout }),
      weight: randomTensor(random, dtype, [width], { layout: line }),
      y: allocate(dtype, [rows!, width], layout),
    };
  },
  reference: ({ x, weight }, _, round) => {
    const [, width] = x!.shape as [number, number];
    const [values, weights] = [x!.toNumbers(), weight!.toNumbers()];
    const scales = Array.from({ length: x!.shape[0]! }, (__, i) => {
      const squares = values.subarray(i * width, (i + 1) * width).reduce((sum, value) => round(sum + value * value), 0);
      return round(1 / Math.sqrt(round(round(squares / width) + epsilon)));
    });
    return values.map((value, n) => round(round(value * scales[Math.floor(n / width)]!) * weights[n % width]!));
  },
});

const activations: Readonly<Record<string, (x: number) => number>> = {
  none: (x) => x,
  relu: (x) => Math.max(x, 0),
  silu: (x) => x / (1 + Math.exp(-x)),
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};
const matrixProduct = specOf({
  name: "matrixProduct",
  file: "gemm.ts",
  tunings: [
    { blockM: 32, blockN: 32, blockK: 16, stages: 2, warps: 2 },
    { blockM: 128, blockN: 128, blockK: 32, stages: 3, warps: 4 },
  ],
  problem: fc.record({
    dtype: fc.constantFrom<FloatType>("f16", "bf16"),
    activation: fc.constantFrom(...Object.keys(activations)),
    hasBias: fc.boolean(),
  }),
  output: "c",
  rank: 2,
  scalars: {},
  sizes: ({ blockM, blockN, blockK }, _, work) =>
    fc
      .record({ rows: around(Number(blockM), 2), columns: around(Number(blockN), 2), inner: around(Number(blockK), 5) })
      .map(({ rows, columns, inner }) => ({ rows, columns, inner: Math.max(1, Math.min(inner, Math.floor(work / (rows * columns)))) })),
  tensors: ({ problem, sizes, layout }, random) => {
    const { rows, columns, inner } = sizes as { rows: number; columns: number; inner: number };
    const dtype = dtypeOf(problem);
    return {
      a: randomTensor(random, dtype, [rows, inner], { scale: 0.5, layout }),
      b: randomTensor(random, dtype, [inner, columns], { layout }),
      bias: problem["hasBias"] ? randomTensor(random, "f32", [columns]) : null,
      c: allocate(dtype, [rows, columns], layout),
    };
  },
  reference: ({ a, b, bias }, { activation }, round) => {
    const [rows, inner] = a!.shape as [number, number];
    const columns = b!.shape[1]!;
    const [left, right, added] = [a!.toNumbers(), b!.toNumbers(), bias?.toNumbers()];
    return Float64Array.from({ length: rows * columns }, (_, n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      let sum = 0;
      for (let k = 0; k < inner; k++) sum = round(sum + left[i * inner + k]! * right[k * columns + j]!);
      return round(activations[activation as string]!(round(sum + (added?.[j] ?? 0))));
    });
  },
});

const silu = (x: number, round: Rounding): number => round(x / round(1 + round(Math.exp(-x))));
const gatedConvolution = specOf({
  name: "gatedConvolution",
  file: "gated-convolution.ts",
  tunings: [
    { blockM: 2, warps: 1 },
    { blockM: 4, warps: 8 },
  ],
  problem: fc.record({
    dtype: fc.constantFrom<FloatType>("f32", "f16", "bf16"),
    channels: fc.constantFrom(1, 40, 64, 200, 256),
    width: fc.integer({ min: 1, max: 4 }),
    hasBias: fc.boolean(),
  }),
  output: "y",
  rank: 3,
  scalars: { epsilon },
  sizes: ({ blockM }, { channels }, work) =>
    fc.record({ sequences: fc.integer({ min: 1, max: 3 }), length: within(work / (64 * Number(channels)), around(Number(blockM), 4)) }),
  tensors: ({ problem, sizes: { sequences, length }, layout }, random) => {
    const [dtype, channels] = [dtypeOf(problem), Number(problem["channels"])];
    const shape = [sequences!, length!, channels];
    return {
      x: randomTensor(random, dtype, shape, { layout }),
      gate: randomTensor(random, dtype, shape, { layout }),
      taps: randomTensor(random, dtype, [Number(problem["width"]), channels]),
      bias: problem["hasBias"] ? randomTensor(random, dtype, [channels]) : null,
      scale: randomTensor(random, dtype, [channels]),
      y: allocate(dtype, shape, layout),
    };
  },
  reference: ({ x, gate, taps, bias, scale }, _, round) => {
    const [, length, channels] = x!.shape as [number, number, number];
    const [values, gates, weights, scales] = [x!, gate!, taps!, scale!].map((tensor) => tensor.toNumbers());
    const width = taps!.shape[0]!;
    const activated = values!.map((__, n) => {
      const [t, j] = [Math.floor(n / channels) % length, n % channels];
      let sum = 0;
      for (let k = 0; k < width; k++) {
        const back = width - 1 - k;
        if (back <= t) sum = round(sum + round(values![n - back * channels]! * weights![k * channels + j]!));
      }
      return silu(round(sum + (bias ? bias.get([j]) : 0)), round);
    });
    return activated.map((value, n) => {
      const row = activated.subarray(n - (n % channels), n - (n % channels) + channels);
      const squares = row.reduce((sum, other) => round(sum + round(other * other)), 0);
      const norm = round(1 / Math.sqrt(round(round(squares / channels) + epsilon)));
      return round(round(value * round(norm * scales![n % channels]!)) * silu(gates![n]!, round));
    });
  },
});

interface HistogramCase {
  readonly seed: number;
  readonly bins: number;
  readonly length: number;
  readonly layout: Layout;
}
/** Integers: counts are exact, and what was counted before stays counted. */
const histogram: Spec<HistogramCase> = {
  name: "histogram",
  file: besideModule(import.meta.url, "histogram.ts"),
  tunings: [
    { warps: 1, each: 64 },
    { warps: 4, each: 1000 },
    { warps: 8, each: 8192 },
  ],
  cases: ({ tuning, problem, work }) =>
    fc.record({
      seed: fc.integer(),
      bins: problem ? fc.constant(Number(problem["bins"])) : fc.constantFrom(1, 7, 32, 100, 256, 300),
      length: fc.oneof(fc.constant(0), within(work / 16, around(Number(tuning["each"]), 4))),
      layout: layoutArbitrary(1),
    }),
  check: async ({ seed, bins, length, layout }, tuning, execute) => {
    const random = new Random(seed);
    const integers = (shape: number, least: number, most: number, place: Layout = line): HostTensor =>
      setAll(allocate("i32", [shape], place), () => random.integer(least, most));
    // Some elements lie outside of the bins.
    const x = integers(length, -2, bins + 1);
    const counts = integers(bins, 0, 9, layout);
    const expected = [...counts.toNumbers()];
    for (const value of x.toNumbers()) expected[Math.min(Math.max(value, 0), bins - 1)]! += 1;
    await execute({ file: histogram.file, kernel: "histogram", problem: { bins }, tuning }, { tensors: { x, counts }, scalars: {} });
    const actual = counts.toNumbers();
    const wrong = expected.findIndex((count, bin) => count !== actual[bin]);
    if (wrong >= 0) throw new Error(`counts: bin ${wrong} of ${bins} holds ${actual[wrong]}, not ${expected[wrong]}`);
    const damaged = damagedPlace(counts);
    if (damaged !== null) throw new Error(`counts: storage outside the tensor was written, at element ${damaged}`);
  },
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [vectorAdd, softmax, rmsNorm, matrixProduct, gatedConvolution, histogram];
