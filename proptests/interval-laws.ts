// Laws of intervals: what an operation makes of any two values lies in what its rule makes of their intervals, wrapped results included, at the
// ends of the types and between them. On them rests which indices are checked, and which are refused.
import { allOf, binaryInterval, fitted, type Interval, interval } from "../codegen/ir/interval.ts";
import { isValueOf, roundTo } from "../codegen/ir/numeric.ts";
import type { BinaryOp } from "../codegen/ir/tile.ts";
import { operations } from "../dsl/ops/index.ts";
import { Random } from "./lib/random.ts";

type Dtype = "i32" | "u32";
interface Rule {
  readonly name: string;
  of(args: readonly Interval[], dtype: Dtype): Interval;
  /** Null where no execution gives a value. */
  value(args: readonly number[], dtype: Dtype): number | null;
}
const wrapped = (exact: (a: bigint, b: bigint) => bigint) => (a: number, b: number, dtype: Dtype) =>
  roundTo(dtype, Number(BigInt.asIntN(32, exact(BigInt(a), BigInt(b)))));
const operators: Readonly<Record<Exclude<BinaryOp, "divide" | "and" | "or">, (a: number, b: number, dtype: Dtype) => number>> = {
  add: wrapped((a, b) => a + b),
  subtract: wrapped((a, b) => a - b),
  multiply: wrapped((a, b) => a * b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
};
const isComparison = (op: string): boolean => !["add", "subtract", "multiply"].includes(op);
const rules: readonly Rule[] = [
  ...Object.entries(operators).map(
    ([op, value]): Rule => ({
      name: op,
      of: ([a, b], dtype) => fitted(binaryInterval(op as BinaryOp, a!, b!), isComparison(op) ? "bool" : dtype),
      value: ([a, b], dtype) => value(a!, b!, dtype),
    }),
  ),
  ...Object.values(operations).flatMap((record): Rule[] => {
    const rule = record?.kind === "scalar" ? record.interval : undefined;
    if (record?.kind !== "scalar" || !rule) return [];
    return [
      {
        name: record.name,
        of: (args, dtype) => fitted(rule(args), dtype),
        value: (args, dtype) => record.fold(args.slice(0, record.js.length), dtype),
      },
    ];
  }),
];

const ends: Readonly<Record<Dtype, readonly number[]>> = {
  i32: [-(2 ** 31), -(2 ** 31) + 1, -65536, -31, -1, 0, 1, 7, 31, 32, 46341, 65535, 2 ** 30, 2 ** 31 - 1],
  u32: [0, 1, 7, 31, 32, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1],
};

/** Throws unless every rule holds, and says something of a fair part of its intervals. */
export const checkIntervals = (): void => {
  for (const dtype of ["i32", "u32"] as const)
    for (const { name, of, value } of rules) {
      const random = new Random(17);
      const all = allOf(dtype);
      const end = (): number =>
        Math.min(all.high, Math.max(all.low, ends[dtype][random.integer(0, ends[dtype].length - 1)]! + random.integer(-2, 2)));
      let told = 0;
      for (let n = 0; n < 2000; n++) {
        const args = [end, random.uniform() < 0.5 ? end : () => random.integer(0, 33)].map((draw) => {
          const [a, b] = [draw(), draw()];
          return interval(Math.min(a, b), Math.max(a, b));
        });
        const result = of(args, dtype);
        told += Number(result.low > all.low || result.high < all.high);
        for (let m = 0; m < 8; m++) {
          const drawn = args.map(({ low, high }) => (m < 4 ? [low, high][random.integer(0, 1)]! : random.integer(low, high)));
          const is = value(drawn, dtype);
          // What overflows, or divides by 0, is an error everywhere.
          if (is === null || !isValueOf(dtype, is)) continue;
          if (!(is >= result.low && is <= result.high))
            throw new Error(
              `${name} of ${dtype} ${drawn.join(" and ")} is ${is}, outside of [${result.low}, ${result.high}], for [${args.map((a) => `${a.low}, ${a.high}`).join("] and [")}]`,
            );
        }
      }
      if (told < 100) throw new Error(`too little is known of ${name} of ${dtype}: ${told} of 2000 intervals`);
    }
};
