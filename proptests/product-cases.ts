// Random products and what they must be: c + a b in float64, of operands rounded to tf32 where that is the precision. An element may be off by what
// f32 sums of that many terms are, and in 3xtf32 by what two parts of 11 bits leave out: both relative to |c| + |a| |b|.
import fc from "fast-check";
import { tf32Value } from "../codegen/ir/numeric.ts";
import { HostTensor } from "../dsl/index.ts";
import type { KernelCall, KernelConfiguration } from "../runtime/executions.ts";
import { numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";

const file = new URL("./product-kernels.ts", import.meta.url).pathname;
export interface ProductCase {
  readonly dtype: "f32" | "f16" | "bf16";
  readonly precision: "ieee" | "tf32" | "3xtf32";
  readonly turnLeft: boolean;
  readonly turnRight: boolean;
  readonly holdLeft: boolean;
  readonly holdRight: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
  readonly grid: readonly [number, number];
  readonly seed: number;
}
/** `rows` and `columns` are tiles of 16 and 8 for each warp of the grid. A held operand has a multiple of 8 along k. */
export const productCases: fc.Arbitrary<ProductCase> = fc
  .record({
    choice: fc.constantFrom(["bf16", "ieee"], ["f16", "ieee"], ["f32", "tf32"], ["f32", "3xtf32"] as const),
    turnLeft: fc.boolean(),
    turnRight: fc.boolean(),
    holdLeft: fc.boolean(),
    holdRight: fc.boolean(),
    rows: fc.integer({ min: 1, max: 3 }),
    columns: fc.integer({ min: 1, max: 5 }),
    k: fc.oneof(fc.constantFrom(8, 16, 24, 32, 40, 64), fc.integer({ min: 1, max: 70 })),
    grid: fc.constantFrom([1, 1], [2, 1], [1, 2], [3, 1], [2, 2] as const),
    seed: fc.integer(),
  })
  .map(({ choice: [dtype, precision], turnLeft, turnRight, holdLeft, holdRight, k, ...rest }) => {
    return {
      ...rest,
      ...{ holdLeft: holdLeft && k % 8 === 0, holdRight: holdRight && k % 8 === 0, turnLeft, turnRight },
      k,
      dtype: dtype as ProductCase["dtype"],
      precision: precision as ProductCase["precision"],
      grid: rest.grid as ProductCase["grid"],
    };
  });

export const configurationOf = ({ rows, columns, grid, seed: _, k, ...problem }: ProductCase): KernelConfiguration => ({
  file,
  kernel: "product",
  problem,
  tuning: { m: 16 * rows * grid[0], n: 8 * columns * grid[1], k, warps: grid[0] * grid[1] },
});
/** Runs a case and says where it is wrong, or null. `factor` times the error of f32 sums in any order is allowed. */
export const checkProduct = async (
  one: ProductCase,
  run: (configuration: KernelConfiguration, call: KernelCall) => unknown,
): Promise<string | null> => {
  const configuration = configurationOf(one);
  const { m, n, k } = configuration.tuning as { m: number; n: number; k: number };
  const random = new Random(one.seed);
  const drawn = (dtype: HostTensor["dtype"], shape: readonly [number, number]): HostTensor =>
    HostTensor.fromNumbers(
      dtype,
      shape,
      Array.from({ length: shape[0] * shape[1] }, () => random.normal()),
    );
  const a = drawn(one.dtype, one.turnLeft ? [k, m] : [m, k]);
  const b = drawn(one.dtype, one.turnRight ? [n, k] : [k, n]);
  const c = drawn("f32", [m, n]);
  const before = numbersOf(c);
  await run(configuration, { tensors: { a, b, c }, scalars: {} });
  const factor = one.precision === "tf32" ? tf32Value : (value: number): number => value;
  const [x, y, z] = [numbersOf(a).map(factor), numbersOf(b).map(factor), numbersOf(c)];
  const relative = (k + 1) * 2 ** -23 + (one.precision === "3xtf32" ? 2 ** -20 : 0);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let exact = before[i * n + j]!;
      let size = Math.abs(exact);
      for (let inner = 0; inner < k; inner++) {
        const term = x[one.turnLeft ? inner * m + i : i * k + inner]! * y[one.turnRight ? j * k + inner : inner * n + j]!;
        exact += term;
        size += Math.abs(term);
      }
      const found = z[i * n + j]!;
      if (!(Math.abs(found - exact) <= relative * size))
        return `c[${i}, ${j}] is ${found}, not ${exact} +- ${relative * size}: ${JSON.stringify(one)}`;
    }
  return null;
};
