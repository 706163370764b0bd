// Kernels that scan, for the tests beside this file: on combinations that do not commute but are exact, on a product's accumulator, on every dtype.
import {
  addWrap,
  bf16,
  copy,
  cumulativeMax,
  cumulativeSum,
  type DType,
  f32,
  fragment,
  gemm,
  type Global,
  i32,
  kernel,
  mulWrap,
  parallel,
  range,
  scan,
  shared,
  type Static,
  u32,
  work,
} from "../dsl/index.ts";

export interface Direction {
  axis: number;
  reverse: boolean;
}
export interface Tile {
  rows: number;
  columns: number;
  warps: number;
}

/** x -> a x + b, one after the other. */
interface Affine {
  a: u32;
  b: u32;
}
const follow = (first: Affine, then: Affine): Affine => {
  const scaled = u32(mulWrap(then.a, first.b));
  return { a: u32(mulWrap(then.a, first.a)), b: u32(addWrap(scaled, then.b)) };
};
export const affineMaps = kernel(
  import.meta.url,
  "affineMaps",
  ({ axis, reverse }: Static<Direction>, { rows, columns }: Static<Tile>) =>
    (a: Global<u32, [i32, i32]>, b: Global<u32, [i32, i32]>, factors: Global<u32, [i32, i32]>, terms: Global<u32, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const [scale, shift] = [fragment(u32, [rows, columns]), fragment(u32, [rows, columns])];
        const tile = [range(block, rows), range(0, columns)] as const;
        copy(a.at(...tile), scale);
        copy(b.at(...tile), shift);
        scan(axis, { a: scale, b: shift }, follow, { reverse });
        copy(scale, factors.at(...tile));
        copy(shift, terms.at(...tile));
      }
    },
  { problem: { axis: 0, reverse: false }, tuning: { rows: 16, columns: 16, warps: 2 } },
);

// Sums that begin anew where the flag is set, over a vector; and over the accumulator of a product, in the layout of the matrix instruction.
export const segmentSums = kernel(
  import.meta.url,
  "segmentSums",
  ({ reverse }: Static<Direction>, { columns }: Static<Tile>) =>
    (value: Global<f32, [i32]>, flag: Global<f32, [i32]>, sums: Global<f32, [i32]>) => {
      for (const [block] of work([1])) {
        const [sum, begins] = [fragment(f32, [columns]), fragment(f32, [columns])];
        copy(value.at(range(block, columns)), sum);
        copy(flag.at(range(block, columns)), begins);
        scan(
          0,
          { sum, begins },
          (left, right) => ({ sum: right.begins > 0 ? right.sum : left.sum + right.sum, begins: right.begins > 0 ? 1 : left.begins }),
          { reverse },
        );
        copy(sum, sums.at(range(block, columns)));
      }
    },
  { problem: { axis: 0, reverse: false }, tuning: { rows: 1, columns: 64, warps: 2 } },
);
export const productScan = kernel(
  import.meta.url,
  "productScan",
  ({ axis, reverse }: Static<Direction>, { rows, columns }: Static<Tile>) =>
    (x: Global<bf16, [i32, i32]>, w: Global<bf16, [i32, i32]>, latest: Global<f32, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const [left, right] = [shared(bf16, [rows, 16]), shared(bf16, [16, columns])];
        const sums = fragment(f32, [rows, columns]);
        copy(x.at(range(block, rows), range(0, 16)), left);
        copy(w.at(range(block, 16), range(0, columns)), right);
        gemm(left, right, sums, { accumulate: false });
        // The latest multiple of three.
        for (const [i, j] of parallel(rows, columns)) sums[i][j] = i32(sums[i][j]) % 3 === 0 ? sums[i][j] : 0.5;
        scan(axis, { sums }, (earlier, later) => ({ sums: later.sums === 0.5 ? earlier.sums : later.sums }), { reverse });
        copy(sums, latest.at(range(block, rows), range(0, columns)));
      }
    },
  { problem: { axis: 0, reverse: false }, tuning: { rows: 16, columns: 16, warps: 1 } },
);

export const cumulations = kernel(
  import.meta.url,
  "cumulations",
  <T extends f32 | bf16 | i32 | u32>({ axis, reverse, dtype }: Static<Direction & { dtype: DType<T> }>, { rows, columns }: Static<Tile>) =>
    (x: Global<T, [i32, i32, i32]>, sums: Global<T, [i32, i32, i32]>, most: Global<T, [i32, i32, i32]>) => {
      for (const [block] of work([1])) {
        const [tile, sum] = [fragment(dtype, [2, rows, columns]), fragment(dtype, [2, rows, columns])];
        copy(x.at(range(block, 2), range(0, rows), range(0, columns)), tile);
        cumulativeSum(tile, axis, sum, { reverse });
        cumulativeMax(tile, axis, tile, { reverse });
        copy(sum, sums.at(range(block, 2), range(0, rows), range(0, columns)));
        copy(tile, most.at(range(block, 2), range(0, rows), range(0, columns)));
      }
    },
  { problem: { axis: 1, reverse: false, dtype: "f32" }, tuning: { rows: 16, columns: 16, warps: 2 } },
);

export const recurrence = kernel(
  import.meta.url,
  "recurrence",
  ({ axis, reverse }: Static<Direction>, { rows, columns }: Static<Tile>) =>
    (decay: Global<f32, [i32, i32]>, input: Global<f32, [i32, i32]>, state: Global<f32, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const [a, b] = [fragment(f32, [rows, columns]), fragment(f32, [rows, columns])];
        copy(decay.at(range(block, rows), range(0, columns)), a);
        copy(input.at(range(block, rows), range(0, columns)), b);
        scan(axis, { a, b }, (left, right) => ({ a: left.a * right.a, b: right.a * left.b + right.b }), { reverse });
        copy(b, state.at(range(block, rows), range(0, columns)));
      }
    },
  { problem: { axis: 0, reverse: false }, tuning: { rows: 16, columns: 16, warps: 2 } },
);
