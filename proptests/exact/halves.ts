// Exact kernels about 16-bit elements, which share a register or a word with their neighbours: written again, read back and written under conditions
// before the neighbour is, in fragments and in shared tiles.
import {
  type bf16,
  convert,
  copy,
  type DType,
  f32,
  type f16,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  serial,
  shared,
  type Static,
  work,
} from "../../dsl/index.ts";

/** An element's value is what its own last statement made it, whenever the other half of its register is written. */
export const halves = kernel(
  import.meta.url,
  "halves",
  <T extends f16 | bf16>(
    { dtype }: Static<{ dtype: DType<T> }>,
    { rows, columns }: Static<{ rows: number; columns: number; warps: number }>,
  ) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>, z: Global<f32, [i32, i32]>, limit: i32) => {
      for (const [n] of work([1])) {
        const a = fragment(dtype, [rows, columns]);
        const b = fragment(dtype, [rows, columns]);
        const fresh = fragment(dtype, [rows, columns]);
        const sums = fragment(f32, [rows, columns]);
        copy(x.at(range(n, rows), range(0, columns)), a);
        fill(b, 1);
        // Written, read back, and passed on.
        for (const [i, j] of parallel(rows, columns)) {
          a[i][j] = dtype(f32(a[i][j]) * 2 + f32(j));
          b[i][j] = dtype(f32(a[i][j]) + 1);
        }
        // Written again under a condition, and in a loop.
        for (const [i, j] of parallel(rows, columns)) {
          fresh[i][j] = dtype(f32(i));
          if (j > limit) fresh[i][j] = dtype(7);
          for (const k of serial(0, 3)) a[i][j] = dtype(f32(a[i][j]) + f32(k) * f32(fresh[i][j]));
          sums[i][j] = f32(a[i][j]);
          if (i > limit) b[i][j] = a[i][j];
          else b[i][j] = dtype(f32(b[i][j]) - 3);
          a[i][j] = dtype(f32(b[i][j]) + f32(fresh[i][j]));
        }
        copy(fresh, y.at(range(0, rows), range(0, columns)));
        // First written by both branches; two change places.
        const other = fragment(dtype, [rows, columns]);
        for (const [i, j] of parallel(rows, columns)) {
          if (i + j > limit) other[i][j] = b[i][j];
          else other[i][j] = dtype(f32(j));
          [a[i][j], b[i][j]] = [b[i][j], a[i][j]];
          sums[i][j] += f32(a[i][j]) * 4;
        }
        copy(other, y.at(range(rows, rows), range(0, columns)));
        copy(a, y.at(range(2 * rows, rows), range(0, columns)));
        convert(b, z.at(range(0, rows), range(0, columns)));
        copy(sums, z.at(range(rows, rows), range(0, columns)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { rows: 8, columns: 16, warps: 2 } },
);

/** Stores to an element of a shared tile take place in order, also where one of them could be a word with its neighbour's. */
export const overtaken = kernel(
  import.meta.url,
  "overtaken",
  <T extends f16 | bf16>(
    { dtype }: Static<{ dtype: DType<T> }>,
    { rows, columns }: Static<{ rows: number; columns: number; warps: number }>,
  ) =>
    (y: Global<T, [i32, i32]>, limit: i32) => {
      for (const [_] of work([1])) {
        const tile = shared(dtype, [rows, columns]);
        for (const [i, c] of parallel(rows, columns / 2)) {
          for (const h of serial(0, 2)) tile[i]![2 * c + h] = dtype(f32(h + i));
          for (const h of serial(0, 1)) tile[i]![2 * c + h] = dtype(20);
          tile[i]![2 * c] = dtype(f32(c));
          for (const h of serial(1, 2)) tile[i]![2 * c + h] = dtype(30);
          if (i > limit) tile[i]![2 * c + 1] = dtype(f32(c + 40));
        }
        copy(tile, y.at(range(0, rows), range(0, columns)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { rows: 8, columns: 16, warps: 2 } },
);
