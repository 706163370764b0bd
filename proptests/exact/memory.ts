// Exact kernels about memory: views that leave their tensors on every side, slices, conversions, conditions that split tiles, accesses that only
// barriers order, elements that several threads hold.
import {
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  f32,
  type f16,
  type bf16,
  fill,
  fragment,
  type Global,
  type i32,
  idiv,
  kernel,
  local,
  parallel,
  pipelined,
  range,
  remainder,
  serial,
  shared,
  type Static,
  unrolled,
  work,
} from "../../dsl/index.ts";

interface Tile {
  rows: number;
  columns: number;
  warps: number;
}

/** Rectangles of a slice of three axes, moved `down` rows and `right` columns: through registers, through shared memory, and back. */
export const windows = kernel(
  import.meta.url,
  "windows",
  <T extends f32 | f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows, columns }: Static<Tile>) =>
    (
      x: Global<T, [i32, i32, i32]>,
      y: Global<f32, [i32, i32, i32]>,
      z: Global<T, [i32, i32, i32]>,
      begin: i32,
      length: i32,
      down: i32,
      right: i32,
    ) => {
      const part = x.slice(0, begin, length);
      for (const [n, middle] of work([ceilDiv(length, rows), x.shape[1]])) {
        const own = fragment(f32, [rows, columns]);
        const tile = shared(dtype, [rows, columns]);
        convert(part.at(range(n * rows - down, rows), middle, range(right, columns)), own);
        copy(part.at(range(n * rows - down, rows), middle, range(0, columns)), tile);
        for (const [i, j] of parallel(rows, columns)) own[i][j] = own[i][j] * 4 + f32(tile[i][j]);
        copy(own, y.at(range(n * rows, rows), middle, range(0, columns)));
        copy(tile, z.slice(0, begin, length).at(range(n * rows + down, rows), middle, range(right, columns)));
      }
    },
  { problem: { dtype: "f32" }, tuning: { rows: 8, columns: 32, warps: 2 } },
);

/** Columns from a place that a tensor of integers gives; every axis may be strided, and the last need not be the fastest. */
export const gathered = kernel(
  import.meta.url,
  "gathered",
  (_: Static<object>, { rows, columns }: Static<Tile>) =>
    (x: Global<f32, [i32, i32]>, starts: Global<i32, [i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [n] of work([starts.shape[0]])) {
        const start = starts.read(n);
        const tile = shared(f32, [rows, columns]);
        const own = fragment(f32, [rows, columns]);
        copy(x.at(range(0, rows), range(start, columns)), own);
        for (const [i, j] of parallel(rows, columns)) tile[i][j] = start + j < x.shape[1] ? own[i][j] * 2 : f32(i - j);
        copy(tile, y.at(range(n * rows, rows), range(0, columns)));
        y.write(f32(start), n * rows, columns);
      }
    },
  { problem: {}, tuning: { rows: 4, columns: 16, warps: 1 } },
);

/** Conditions that are affine in the element and the tile: blocks in which all, some and no elements fulfil them. */
export const masks = kernel(
  import.meta.url,
  "masks",
  (_: Static<object>, { rows, columns }: Static<Tile>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, z: Global<f32, [i32, i32]>, low: i32, high: i32) => {
      for (const [n] of work([ceilDiv(x.shape[0], rows)])) {
        const top = n * rows;
        const a = fragment(f32, [rows, columns]);
        const b = fragment(f32, [rows, columns]);
        copy(x.at(range(top, rows), range(0, columns)), a);
        fill(b, 7);
        for (const [i, j] of parallel(rows, columns)) {
          const row = top + i;
          const slanted = 2 * i - j + 3;
          b[i][j] = row < high && row >= low ? a[i][j] : -a[i][j];
          if (row + 3 * j <= high + 20) b[i][j] += 100;
          else b[i][j] -= 50;
          if (slanted > low - top) b[i][j] += j < row ? 1000 : 0;
          a[i][j] = !(row === high || j > low) ? 1 : 0;
        }
        copy(b, y.at(range(top, rows), range(0, columns)));
        for (const [i, j] of parallel(rows, columns)) a[i][j] += top - i * 2 >= low - 4 ? 10 : 20;
        for (const [i, j] of parallel(rows, columns)) if (high - 3 * j > top - i) a[i][j] += 0.5;
        for (const [i, j] of parallel(rows, columns)) a[i][j] += low < top + i && low + 20 > 2 * j ? 0.25 : 0;
        copy(a, z.at(range(top, rows), range(0, columns)));
      }
    },
  { problem: {}, tuning: { rows: 8, columns: 16, warps: 1 } },
);

/** Threads read what others wrote, in shared memory and in a tensor, in turn, in loops and behind conditions. */
export const exchanges = kernel(
  import.meta.url,
  "exchanges",
  (_: Static<object>, { side }: Static<{ side: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, steps: i32) => {
      for (const [n] of work([1])) {
        const own = fragment(f32, [side, side]);
        const tile = shared(f32, [side, side]);
        const kept = shared(f32, [side, side]);
        copy(x.at(range(0, side), range(0, side)), kept);
        copy(x.at(range(0, side), range(0, side)), own);
        for (const step of serial(n, steps)) {
          for (const [i, j] of parallel(side, side)) tile[i][j] = own[i][j] + f32(step);
          for (const [i, j] of parallel(side, side)) own[i][j] = tile[j][i] + kept[j][i];
          if (remainder(step, 2) === 0) for (const [i, j] of parallel(side, side)) kept[i][j] = own[i][j];
          else if (step > 2) fill(kept, 3);
          copy(own, y.at(range(0, side), range(0, side)));
          for (const [i, j] of parallel(side, side)) own[i][j] += y.read(j, i);
          copy(own, tile);
          if (tile[1]![0]! > 4000) for (const [i, j] of parallel(side, side)) tile[i][j] = remainder(step, 7) === 0 ? 1 : 2;
          for (const [i, j] of parallel(side, side)) own[i][j] = tile[side - 1 - i]![j]!;
          kept[0]![0] = f32(step);
        }
        for (const [i, j] of parallel(side, side)) y.write(own[i][j] + kept[0]![j]!, i, j);
      }
    },
  { problem: {}, tuning: { side: 16, warps: 2 } },
);

/** Tiles smaller than the block: who holds a copy must not act twice. */
export const replicas = kernel(
  import.meta.url,
  "replicas",
  (_: Static<object>, { size }: Static<{ size: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, z: Global<f32, [i32, i32]>) => {
      for (const [n] of work([ceilDiv(x.shape[0], size)])) {
        const tile = shared(f32, [size]);
        const own = fragment(f32, [size]);
        copy(x.at(range(n * size, size)), tile);
        copy(x.at(range(n * size, size)), own);
        for (const [i] of parallel(size)) tile[i] += own[i];
        for (const [i] of parallel(size)) {
          const twice = local(f32, [2]);
          twice[0] = tile[i] * 2;
          tile[i] = twice[0] + 1;
          if (n * size + i < x.shape[0]) y.write(y.read(n * size + i) + tile[i], n * size + i);
        }
        for (const [i] of parallel(size)) {
          own[i] += tile[i];
          if (n * size + i < x.shape[0]) y.write(own[i], n * size + i);
        }
        for (const [i, j] of parallel(size, 2)) if (n * size + i < x.shape[0]) z.write(own[i] + f32(j), n * size + i, j);
        tile[0] = tile[0]! + 1;
        y.write(tile[0]!, n * size);
      }
    },
  { problem: {}, tuning: { size: 4, warps: 2 } },
);

/** A loop whose iterations write rows that overlap, by other threads each time; and one whose iterations do not. */
export const trails = kernel(
  import.meta.url,
  "trails",
  (_: Static<object>, { stride }: Static<{ stride: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32, i32]>, steps: i32) => {
      for (const [n] of work([1])) {
        const tile = shared(f32, [12, 64]);
        const marks = shared(f32, [6, 64]);
        fill(tile, 0);
        for (const step of serial(n, steps))
          for (const [j] of parallel(64)) {
            marks[step]![j] = f32(step);
            tile[step * stride]![j] = x.read(j) + f32(step);
            tile[step * stride + 1]![63 - j] = f32(j);
          }
        copy(tile, y.at(range(0, 12), range(0, 64)));
      }
    },
  { problem: {}, tuning: { stride: 1, warps: 2 } },
);

/** Tensors with a fixed extent that tiles stick out of, slices of the last axis that begin anywhere, and a shared tile of three axes. */
export const cuts = kernel(
  import.meta.url,
  "cuts",
  (_: Static<{ width: number }>, { rows, columns }: Static<Tile>) =>
    (x: Global<f32, [i32, Dim<"width">]>, y: Global<f32, [i32, i32, i32]>, begin: i32, right: i32) => {
      for (const [n] of work([ceilDiv(x.shape[0], rows)])) {
        const own = fragment(f32, [rows, columns]);
        const tile = shared(f32, [rows, columns]);
        const cube = shared(f32, [2, rows, columns]);
        const part = x.slice(1, begin, 16);
        copy(x.at(range(n * rows, rows), range(0, columns)), own);
        copy(part.at(range(n * rows, rows), range(0, columns)), tile);
        for (const [i, j] of parallel(rows, columns)) own[i][j] = own[i][j] * 3 + tile[i][j] * 100;
        copy(own, y.at(0, range(n * rows, rows), range(0, columns)));
        copy(x.at(range(n * rows, rows), range(right, columns)), tile);
        for (const [k, i, j] of parallel(2, rows, columns)) cube[k][i][j] = tile[i][j] + f32(k * 1000);
        for (const [i, j] of parallel(rows, columns)) own[i][j] = cube[1]![i][j] - cube[0]![i][columns - 1 - j]!;
        copy(own, y.at(1, range(n * rows, rows), range(0, columns)));
        copy(part.at(range(n * rows, rows), range(0, columns)), own);
        copy(own, y.at(2, range(n * rows, rows), range(0, columns)));
      }
    },
  { problem: { width: 20 }, tuning: { rows: 4, columns: 32, warps: 2 } },
);

/** Refused: threads with copies of an element would read what its owner has written. */
export const torn = kernel(
  import.meta.url,
  "torn",
  (_: Static<object>, { size }: Static<{ size: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [n] of work([ceilDiv(x.shape[0], size)])) {
        const own = fragment(f32, [size]);
        copy(x.at(range(n * size, size)), own);
        for (const [i] of parallel(size)) {
          own[i] += y.read(n * size + i);
          y.write(own[i], n * size + i);
        }
      }
    },
  { problem: {}, tuning: { size: 32, warps: 1 } },
);

/** A pipelined loop of any length beside a copy of its own, begun anew in an outer loop. */
export const prefetches = kernel(
  import.meta.url,
  "prefetches",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, turns: i32, first: i32, last: i32) => {
      for (const [n] of work([ceilDiv(x.shape[1], 32)])) {
        const weights = shared(f32, [8, 32]);
        const own = fragment(f32, [8, 32]);
        const a = shared(f32, [8, 32]);
        const b = shared(f32, [8, 32]);
        copy(x.at(range(0, 8), range(n * 32, 32)), weights);
        fill(own, 0);
        for (const turn of serial(0, turns)) {
          for (const step of pipelined(first, last, { stages })) {
            const row = step * 8 + turn;
            copy(x.at(range(row, 8), range(n * 32, 32)), a);
            copy(x.at(range(row - 4, 8), range(n * 32, 32)), b);
            for (const [i, j] of parallel(8, 32)) own[i][j] += a[i][j] - 2 * b[7 - i]![j]! + weights[i][31 - j]!;
          }
          if (turn > 0) for (const [i, j] of parallel(8, 32)) own[i][j] += weights[i][j];
        }
        copy(own, y.at(range(0, 8), range(n * 32, 32)));
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

/** Elements of shared tiles in pairs: in both orders, by turns with another tile's, only one of them, again and again, read back, under conditions. */
export const neighbours = kernel(
  import.meta.url,
  "neighbours",
  <T extends f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows, columns }: Static<Tile>) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>) => {
      for (const [_] of work([1])) {
        const from = shared(dtype, [rows, columns]);
        const swapped = shared(dtype, [rows, columns]);
        const upside = shared(dtype, [rows, columns]);
        const again = shared(dtype, [rows, columns]);
        const readBack = shared(dtype, [rows, columns]);
        const some = shared(dtype, [rows, columns]);
        copy(x.at(range(0, rows), range(0, columns)), from);
        fill(some, 0);
        for (const [i, c] of parallel(rows, columns / 2)) {
          const held = local(f32, [2]);
          for (const h of serial(0, 2)) held[h] = f32(from[i][2 * c + h]!);
          for (const h of serial(0, 2)) {
            swapped[i]![2 * c + 1 - h] = dtype(held[h]! + 1);
            upside[rows - 1 - i]![2 * c + h] = dtype(held[1 - h]! * 2);
          }
          for (const h of serial(0, 4)) again[i]![2 * c + idiv(h, 2)] = dtype(held[idiv(h, 2)]! + f32(h));
          if (remainder(c, 2) === 0) for (const h of serial(0, 2)) some[i]![2 * c + h] = dtype(held[h]!);
          else for (const h of serial(0, 1)) some[i]![2 * c + h] = dtype(held[h]! - 1);
          let sum: f32 = 0;
          for (const h of serial(0, 2)) {
            readBack[i]![2 * c + h] = dtype(sum);
            sum += f32(readBack[i]![2 * c + h]!) + held[h]!;
          }
        }
        copy(swapped, y.at(range(0, rows), range(0, columns)));
        copy(upside, y.at(range(rows, rows), range(0, columns)));
        copy(again, y.at(range(2 * rows, rows), range(0, columns)));
        copy(some, y.at(range(3 * rows, rows), range(0, columns)));
        copy(readBack, y.at(range(4 * rows, rows), range(0, columns)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { rows: 16, columns: 64, warps: 2 } },
);

/** Neighbours in a shared tile, of elements that several threads hold, in a loop that writes a fragment too; and places that a condition guards. */
export const replicatedNeighbours = kernel(
  import.meta.url,
  "replicatedNeighbours",
  <T extends f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows }: Static<{ rows: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<T, [i32, i32]>, z: Global<f32, [i32]>) => {
      for (const [_] of work([1])) {
        const own = fragment(f32, [rows]);
        const both = shared(dtype, [rows, 2]);
        copy(x.at(range(0, rows)), own);
        for (const [i] of parallel(rows)) {
          const held = local(f32, [2]);
          for (const h of unrolled(0, 4)) if (h < 2) held[h] = own[i]! + f32(h);
          for (const h of serial(0, 2)) both[i]![h] = dtype(held[h]!);
          own[i] = held[0]! - held[1]!;
        }
        copy(both, y.at(range(0, rows), range(0, 2)));
        copy(own, z.at(range(0, rows)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { rows: 8, warps: 2 } },
);

/** Tiles that begin before the tensor along the axis that lies side by side in memory, some of them wholly. */
export const beforehand = kernel(
  import.meta.url,
  "beforehand",
  <T extends f32 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>, tiles: i32, back: i32) => {
      for (const [row] of work([ceilDiv(x.shape[0], 4)])) {
        const tile = shared(dtype, [4, 16]);
        const own = fragment(dtype, [4, 16]);
        for (const n of pipelined(0, tiles, { stages })) {
          copy(x.at(range(row * 4, 4), range((n - back) * 8, 16)), tile);
          copy(tile, own);
          copy(own, y.at(range(row * 4, 4), range(n * 16, 16)));
        }
      }
    },
  { problem: { dtype: "f32" }, tuning: { stages: 2, warps: 2 } },
);

/** Neighbours that are there only under a condition: of elements in a tile's corners their indices lie outside. */
export const stencil = kernel(
  import.meta.url,
  "stencil",
  <T extends f32 | f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows, columns }: Static<Tile>) =>
    (x: Global<T, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [n] of work([2])) {
        const tile = shared(dtype, [rows, columns]);
        const sums = fragment(f32, [rows, columns]);
        copy(x.at(range(n, rows), range(-n, columns)), tile);
        for (const [i, j] of parallel(rows, columns)) {
          sums[i][j] = i > 0 ? f32(tile[i - 1]![j]!) : 100;
          if (i > 1 && j > 0) sums[i][j] += 3 * f32(tile[i - 2]![j - 1]!);
          if (i < rows - 1) if (j < columns - 2) sums[i][j] -= 5 * f32(tile[i + 1]![j + 2]!);
          for (const k of serial(-2, 3)) if (j + k >= 0 && j + k < columns) sums[i][j] += f32(tile[i][j + k]!) * f32(k + 3);
        }
        copy(sums, y.at(range(n * rows, rows), range(0, columns)));
      }
    },
  { problem: { dtype: "f32" }, tuning: { rows: 8, columns: 16, warps: 1 } },
);
