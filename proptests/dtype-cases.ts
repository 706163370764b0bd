// Random calls of the kernels of dtype-kernels.ts and what they must give.
import fc from "fast-check";
import { roundTo } from "../codegen/ir/numeric.ts";
import { byteSize, type DType, isFloat, isInteger } from "../codegen/ir/types.ts";
import { HostTensor } from "../dsl/index.ts";
import type { KernelConfiguration } from "../runtime/executions.ts";
import { numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";

const file = new URL("./dtype-kernels.ts", import.meta.url).pathname;
type Tensors = Record<string, HostTensor>;
interface Case {
  readonly from: DType;
  readonly to: DType;
  readonly rows: number;
  readonly columns: number;
  readonly warps: number;
  /** How much of the tile the tensors have. */
  readonly missing: readonly [number, number];
  readonly seed: number;
}
const dtypes = Object.keys(byteSize) as DType[];
export const conversionCases: fc.Arbitrary<Case> = fc.record({
  from: fc.constantFrom(...dtypes),
  to: fc.constantFrom(...dtypes),
  rows: fc.constantFrom(1, 2, 8, 12),
  columns: fc.constantFrom(1, 3, 8, 16, 24, 48, 64),
  warps: fc.integer({ min: 1, max: 3 }),
  missing: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom(0, 0, 1, 2, 5)),
  seed: fc.integer(),
});

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2.5,
  -2.5,
  126.5,
  127,
  128,
  -128,
  -129,
  255,
  256,
  447,
  464,
  465,
  6e4,
  1e10,
  -1e10,
  2 ** -10,
  2 ** -17,
  1e-7,
];
const notNumbers = [Infinity, -Infinity, Number.NaN];
const drawn = (random: Random, dtype: DType): number => {
  if (dtype === "bool") return random.integer(0, 1);
  if (dtype === "i8") return random.integer(-128, 127);
  if (dtype === "i64" && random.uniform() < 0.5) return Math.round((random.uniform() - 0.5) * 2 ** 53);
  if (isInteger(dtype)) {
    const value = random.uniform() < 0.5 ? random.integer(-300, 300) : random.integer(-(2 ** 31), 2 ** 31 - 1);
    return dtype === "u32" ? value >>> 0 : value;
  }
  if (random.uniform() < 0.3) return special[random.integer(0, special.length - 1)]!;
  if (random.uniform() < 0.1) return notNumbers[random.integer(0, 2)]!;
  return random.normal() * 2 ** random.integer(-12, 10);
};

export const conversionCall = ({
  from,
  to,
  rows,
  columns,
  warps,
  missing,
  seed,
}: Case): { configuration: KernelConfiguration; call: () => Tensors } => {
  const shape = [Math.max(1, rows - missing[0]), Math.max(1, columns - missing[1])];
  return {
    configuration: { file, kernel: "conversion", problem: { from, to }, tuning: { rows, columns, warps } },
    call: () => {
      const random = new Random(seed);
      const drawnOne = (): number => {
        const value = drawn(random, from);
        // Without a GPU an infinity is no i64, and says so.
        return to === "i64" && Math.abs(roundTo(from, value)) === Infinity ? 7 : value;
      };
      const numbers = Array.from({ length: shape[0]! * shape[1]! }, drawnOne);
      return {
        x: HostTensor.fromNumbers(from, shape, numbers),
        y: HostTensor.allocate(to, shape).poison(),
        elements: HostTensor.allocate(to, shape).poison(),
      };
    },
  };
};
/** The rules of the documentation, spelled out once more. */
const convertedValue = (from: DType, to: DType, value: number): number => {
  switch (to) {
    case "bool":
      return value === 0 ? 0 : 1;
    case "i32":
    case "u32":
    case "i8": {
      const [least, most] = to === "i32" ? [-(2 ** 31), 2 ** 31 - 1] : to === "u32" ? [0, 2 ** 32 - 1] : [-128, 127];
      if (isFloat(from)) return Number.isNaN(value) ? 0 : Math.max(least!, Math.min(most!, Math.trunc(value))) + 0;
      const size = most! - least! + 1;
      const low = ((value % size) + size) % size;
      return low > most! ? low - size : low;
    }
    case "i64":
      return Number.isNaN(value) ? 0 : Math.trunc(value) + 0;
    default:
      return roundTo(to, Math.fround(value));
  }
};
export const expectedConversion = ({ from, to }: Case, { x }: Tensors): [number[], number[]] => {
  const y = numbersOf(x!).map((value) => convertedValue(from, to, value));
  return [y, y.map((value) => (Number.isNaN(value) ? 0 : value))];
};

export const flagCase = (from: DType, columns: number, seed: number) => {
  const shape = [7, columns];
  const random = new Random(seed);
  const values = Array.from({ length: 7 * columns }, () => (isFloat(from) ? roundTo(from, random.normal()) : random.integer(-9, 9)));
  const given = values.map(() => random.integer(0, 1));
  const configuration: KernelConfiguration = {
    file,
    kernel: "flags",
    problem: { from },
    tuning: { rows: 8, columns: Math.ceil(columns / 8) * 8, warps: 2 },
  };
  const call = (): Tensors => ({
    x: HostTensor.fromNumbers(from, shape, values),
    mask: HostTensor.fromNumbers("bool", shape, given),
    chosen: HostTensor.allocate(from, shape).poison(),
  });
  const both = values.map((value, n) => (value > 0 ? given[n]! : 0));
  return { configuration, call, expected: [both, values.map((value, n) => (both[n] ? value : 0))] };
};
