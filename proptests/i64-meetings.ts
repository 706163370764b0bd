// Kernels in which threads meet over i64s, and random calls of them: shuffles, warp reductions, atomics, scans.
import {
  atomicAdd,
  atomicCompareExchange,
  atomicExchange,
  atomicMax,
  atomicMin,
  barrier,
  ceilDiv,
  copy,
  cumulativeMax,
  cumulativeSum,
  fill,
  fragment,
  type Global,
  HostTensor,
  i32,
  i64,
  kernel,
  parallel,
  range,
  scan,
  shared,
  shuffle,
  shuffleDown,
  shuffleUp,
  shuffleXor,
  type Static,
  threads,
  warpMax,
  warpMin,
  warpSum,
  work,
} from "../dsl/index.ts";
import { larger, smaller } from "./i64-kernels.ts";
import { Random } from "./lib/random.ts";

/** 64 threads, x [64]; y [9, 64] of what each has, and state [4 + 2 * 64]. */
export const meets = kernel(
  import.meta.url,
  "meets",
  (_: Static<object>, _tuning: Static<{ warps: number }>) =>
    (x: Global<i64, [i32]>, y: Global<i64, [i32, i32]>, state: Global<i64, [i32]>) => {
      for (const [_block] of work([1])) {
        const sums = shared(i64, [4]);
        fill(sums, 4294967296);
        threads(function* ({ thread, lane }) {
          const own = x.read(thread);
          y.write(yield* shuffle(own, 3), 0, thread);
          y.write(yield* shuffleXor(own, 5), 1, thread);
          y.write(yield* shuffleUp(own, 1), 2, thread);
          y.write(yield* shuffleDown(own, 2), 3, thread);
          y.write(yield* warpSum(own), 4, thread);
          y.write(yield* warpMax(own), 5, thread);
          y.write(yield* warpMin(own), 6, thread);
          y.write(ceilDiv(own, 7), 7, thread);
          atomicAdd(state.at(0), own);
          atomicMin(state.at(1), own);
          atomicMax(state.at(2), own);
          // Elements of its own: what it gives is known.
          const before = atomicExchange(state.at(4 + thread), own);
          const old = atomicCompareExchange(state.at(68 + thread), before, -own);
          atomicAdd(sums.at(lane % 4), own + (old - before));
          yield* barrier();
          y.write(sums[lane % 4]!, 8, thread);
        });
        for (const [i] of parallel(64)) atomicAdd(state.at(4 + i), 1000000000000);
        // One step for the block, whose result all have.
        const whole = atomicAdd(state.at(3), 5);
        for (const [i] of parallel(64)) if (i > 62) y.write(whole, 7, i);
      }
    },
  { problem: {}, tuning: { warps: 2 } },
);
export const meetsCall = (values: readonly bigint[]) => ({
  tensors: {
    x: new HostTensor("i64", [64], BigInt64Array.from(values) as never),
    y: HostTensor.allocate("i64", [9, 64]).poison(),
    // Of the last 64, those of even threads equal what the exchange finds.
    state: new HostTensor("i64", [132], BigInt64Array.from({ length: 132 }, (_, n) => startOf(n)) as never),
  },
  scalars: {},
});
const startOf = (n: number): bigint => (n === 3 ? 2n ** 40n : n < 4 ? 17n : n < 68 || n % 2 === 0 ? BigInt((n - 4) % 64) - 2n ** 41n : 7n);
const least = (values: readonly bigint[]): bigint => values.reduce(smaller);
const most = (values: readonly bigint[]): bigint => values.reduce(larger);
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => BigInt.asIntN(64, a + b), 0n);
/** What must come out, in integers of 64 bits. */
export const meetsExpected = (x: readonly bigint[]): { readonly y: bigint[]; readonly state: bigint[] } => {
  const each = (of: (thread: number, first: number) => bigint): bigint[] => x.map((_, t) => of(t, t - (t % 32)));
  const warp = (of: (values: readonly bigint[]) => bigint): bigint[] => each((_, first) => of(x.slice(first, first + 32)));
  const quotients = x.map((value) => value / 7n + (value % 7n > 0n ? 1n : 0n)).with(63, 2n ** 40n);
  const part = (t: number): bigint => x[t]! + startOf(68 + t) - startOf(4 + t);
  const groups = [0, 1, 2, 3].map((group) => 2n ** 32n + sum(x.map((_, t) => (t % 4 === group ? part(t) : 0n))));
  return {
    y: [
      ...each((_, first) => x[first + 3]!),
      ...each((t, first) => x[first + ((t - first) ^ 5)]!),
      ...each((t, first) => x[t > first ? t - 1 : t]!),
      ...each((t, first) => x[t + 2 < first + 32 ? t + 2 : t]!),
      ...[...warp(sum), ...warp(most), ...warp(least), ...quotients],
      ...each((t) => groups[t % 4]!),
    ],
    state: [
      ...[17n + sum(x), least([17n, ...x]), most([17n, ...x]), 2n ** 40n + 5n],
      ...x.map((value) => value + 1000000000000n),
      ...x.map((value, t) => (startOf(68 + t) === startOf(4 + t) ? -value : startOf(68 + t))),
    ],
  };
};
/** Sums of 64 of them stay exact in doubles. */
export const smallValues = (seed: number, count: number): bigint[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => BigInt(Math.round((random.uniform() - 0.5) * 2 ** random.integer(1, 43))));
};

export interface ScanTuning {
  rows: number;
  columns: number;
  warps: number;
}
/** Running sums and maxima, and sums that begin anew where a flag is set: components of 64 and of 32 bits in one scan. */
export const wideScans = kernel(
  import.meta.url,
  "wideScans",
  ({ axis, reverse }: Static<{ axis: number; reverse: boolean }>, { rows, columns }: Static<ScanTuning>) =>
    (
      x: Global<i64, [i32, i32]>,
      flags: Global<i32, [i32, i32]>,
      sums: Global<i64, [i32, i32]>,
      most: Global<i64, [i32, i32]>,
      parts: Global<i64, [i32, i32]>,
    ) => {
      for (const [block] of work([1])) {
        const here = [range(block, rows), range(0, columns)] as const;
        const [value, result, flag] = [fragment(i64, [rows, columns]), fragment(i64, [rows, columns]), fragment(i32, [rows, columns])];
        copy(x.at(...here), value);
        copy(flags.at(...here), flag);
        cumulativeSum(value, axis, result, { reverse });
        copy(result, sums.at(...here));
        cumulativeMax(value, axis, result, { reverse });
        copy(result, most.at(...here));
        scan(
          axis,
          { flag, value },
          (left, right) => ({
            flag: i32(left.flag !== 0 || right.flag !== 0),
            value: right.flag !== 0 ? right.value : left.value + right.value,
          }),
          { reverse },
        );
        copy(value, parts.at(...here));
      }
    },
  { problem: { axis: 0, reverse: false }, tuning: { rows: 16, columns: 16, warps: 2 } },
);
export const scansCall = ({ rows, columns }: ScanTuning, values: readonly bigint[]) => {
  const shape = [rows, columns];
  const flags = Array.from({ length: rows * columns }, (_, n) => (n % 5 === 0 ? 1 : 0));
  const output = (): HostTensor => HostTensor.allocate("i64", shape).poison();
  const tensors = {
    x: new HostTensor("i64", shape, BigInt64Array.from(values) as never),
    flags: HostTensor.fromNumbers("i32", shape, flags),
    ...{ sums: output(), most: output(), parts: output() },
  };
  return { tensors, scalars: {} };
};
export const scansExpected = (
  { axis, reverse }: { readonly axis: number; readonly reverse: boolean },
  { rows, columns }: ScanTuning,
  x: readonly bigint[],
): { readonly sums: bigint[]; readonly most: bigint[]; readonly parts: bigint[] } => {
  const [sums, most, parts] = [[...x], [...x], [...x]];
  const [lines, length] = axis === 0 ? [columns, rows] : [rows, columns];
  for (let line = 0; line < lines; line += 1)
    for (let step = 1; step < length; step += 1) {
      const at = (s: number): number => {
        const along = reverse ? length - 1 - s : s;
        return axis === 0 ? along * columns + line : line * columns + along;
      };
      const [here, before] = [at(step), at(step - 1)];
      sums[here] = BigInt.asIntN(64, sums[here]! + sums[before]!);
      if (most[before]! > most[here]!) most[here] = most[before]!;
      if (here % 5 !== 0) parts[here] = BigInt.asIntN(64, parts[here]! + parts[before]!);
    }
  return { sums, most, parts };
};
