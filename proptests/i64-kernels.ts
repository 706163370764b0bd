// Kernels of i64 and random calls of them, for the tests beside this file.
import {
  abs,
  ceilDiv,
  copy,
  fill,
  fragment,
  type Global,
  HostTensor,
  type i32,
  i64,
  idiv,
  kernel,
  local,
  max,
  min,
  parallel,
  range,
  reduceMax,
  reduceMin,
  reduceSum,
  shared,
  type Static,
  threads,
  work,
} from "../dsl/index.ts";
import { Random } from "./lib/random.ts";

export interface WideTuning {
  rows: number;
  columns: number;
  warps: number;
}
/** Elementwise arithmetic, tiles in shared memory and registers, reductions along both axes, and elements of threads. */
export const wide = kernel(
  import.meta.url,
  "wide",
  (_: Static<object>, { rows, columns }: Static<WideTuning>) =>
    (
      x: Global<i64, [i32, i32]>,
      y: Global<i64, [i32, i32]>,
      perRow: Global<i64, [i32, i32]>,
      perColumn: Global<i64, [i32]>,
      factor: i64,
    ) => {
      for (const [block] of work([ceilDiv(x.shape[0], rows)])) {
        const here = [range(block * rows, rows), range(0, columns)] as const;
        const [own, staged] = [fragment(i64, [rows, columns]), shared(i64, [rows, columns])];
        copy(x.at(...here), staged);
        copy(staged, own);
        for (const [i, j] of parallel(rows, columns)) {
          const kept = local(i64, [2]);
          kept[0] = own[i][j] * factor - i64(j);
          kept[1] = max(min(kept[0], 1099511627776), -(abs(own[i][j]) + 3));
          own[i][j] = own[i][j] > 0 && kept[1] % 8 !== 5 ? kept[1] : idiv(-kept[0], 7);
        }
        copy(own, y.at(...here));
        const [sums, most, least, column] = [fragment(i64, [rows]), fragment(i64, [rows]), fragment(i64, [rows]), fragment(i64, [columns])];
        reduceSum(own, 1, sums);
        reduceMax(own, 1, most);
        reduceMin(own, 1, least);
        reduceSum(own, 0, column);
        copy(sums, perRow.at(0, range(block * rows, rows)));
        copy(most, perRow.at(1, range(block * rows, rows)));
        copy(least, perRow.at(2, range(block * rows, rows)));
        fill(staged, 4294967296);
        threads(({ thread, count }) => {
          for (let at = thread; at < columns; at += count) {
            staged[0]![at] = staged[0]![at]! + i64(at);
            if (block === 0) perColumn.write(staged[0]![at]!, at);
          }
        });
        if (block > 0) copy(column, perColumn.at(range(0, columns)));
      }
    },
  { problem: {}, tuning: { rows: 8, columns: 16, warps: 2 } },
);

export interface WideCase extends WideTuning {
  readonly height: number;
  readonly width: number;
  readonly seed: number;
}
export const wideCall = ({ height, width, columns, seed }: WideCase) => {
  const random = new Random(seed);
  const values = Array.from({ length: height * width }, () => Math.round((random.uniform() - 0.5) * 2 ** random.integer(1, 41)));
  const factor = random.integer(-500, 500);
  const call = () => ({
    tensors: {
      x: HostTensor.fromNumbers("i64", [height, width], values),
      y: HostTensor.allocate("i64", [height, width]).poison(),
      perRow: HostTensor.allocate("i64", [3, height]).poison(),
      perColumn: HostTensor.allocate("i64", [columns]).poison(),
    },
    scalars: { factor },
  });
  return { values, factor, call };
};
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
/** What must come out, in integers without bounds. A kernel of one block, so that the last tensor has one writer. */
export const wideExpected = ({ height, width, columns }: WideCase, values: readonly number[], factor: number) => {
  const at = (i: number, j: number): bigint => (j < width && i < height ? BigInt(values[i * width + j]!) : 0n);
  const own = (i: number, j: number): bigint => {
    const x = at(i, j);
    const scaled = x * BigInt(factor) - BigInt(j);
    const bounded = larger(smaller(scaled, 1099511627776n), -((x < 0n ? -x : x) + 3n));
    return x > 0n && bounded % 8n !== 5n ? bounded : -scaled / 7n;
  };
  const rows = Array.from({ length: height }, (_, i) => Array.from({ length: columns }, (_, j) => own(i, j)));
  return {
    y: rows.flatMap((row) => row.slice(0, width)),
    perRow: [
      ...rows.map((row) => row.reduce((a, b) => a + b)),
      ...rows.map((row) => row.reduce(larger)),
      ...rows.map((row) => row.reduce(smaller)),
    ],
    perColumn: Array.from({ length: columns }, (_, j) => 4294967296n + BigInt(j)),
  };
};
