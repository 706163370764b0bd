// Exact kernels about numbers: reductions of every axis, matrix products of every operand order, integers, loops, arrays, the order of the work.
import {
  abs,
  addWrap,
  bitAnd,
  bitXor,
  ceilDiv,
  convert,
  copy,
  type DType,
  bf16,
  f32,
  type f16,
  f8e4m3,
  type f8e5m2,
  fill,
  fragment,
  gemm,
  gemv,
  type Global,
  i32,
  idiv,
  kernel,
  local,
  max,
  min,
  mulHigh,
  mulWrap,
  parallel,
  range,
  reduceMax,
  reduceMin,
  reduceSum,
  remainder,
  serial,
  shared,
  shiftRight,
  type Static,
  transpose,
  u32,
  unrolled,
  work,
} from "../../dsl/index.ts";

export const reductions = kernel(
  import.meta.url,
  "reductions",
  (_: Static<object>, { rows, columns }: Static<{ rows: number; columns: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, ofRows: Global<f32, [i32, i32]>, ofColumns: Global<f32, [i32, i32]>, ofAll: Global<f32, [i32]>) => {
      for (const [n] of work([ceilDiv(x.shape[0], rows)])) {
        const tile = fragment(f32, [rows, columns]);
        const row = fragment(f32, [rows]);
        const column = fragment(f32, [columns]);
        const all = fragment(f32, [1]);
        copy(x.at(range(n * rows, rows), range(0, columns)), tile);
        reduceSum(tile, 1, row);
        copy(row, ofRows.at(0, range(n * rows, rows)));
        reduceSum(row, 0, all);
        copy(all, ofAll.at(range(n, 1)));
        reduceMax(tile, 1, row);
        copy(row, ofRows.at(1, range(n * rows, rows)));
        reduceMin(tile, 1, row);
        copy(row, ofRows.at(2, range(n * rows, rows)));
        reduceSum(tile, 0, column);
        gemv(tile, column, row);
        copy(row, ofRows.at(3, range(n * rows, rows)));
        copy(column, ofColumns.at(0, range(n * columns, columns)));
        reduceMax(tile, 0, column);
        copy(column, ofColumns.at(1, range(n * columns, columns)));
        reduceMin(tile, 0, column);
        copy(column, ofColumns.at(2, range(n * columns, columns)));
      }
    },
  { problem: {}, tuning: { rows: 8, columns: 32, warps: 2 } },
);

/** Reductions over warps, one after the other in a loop: nothing else orders their passes through shared memory. */
export const repeated = kernel(
  import.meta.url,
  "repeated",
  (_: Static<object>, { rows, columns }: Static<{ rows: number; columns: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, z: Global<f32, [i32]>, steps: i32) => {
      for (const [n] of work([1])) {
        const tile = fragment(f32, [rows, columns]);
        const row = fragment(f32, [rows]);
        const column = fragment(f32, [columns]);
        copy(x.at(range(n, rows), range(0, columns)), tile);
        fill(column, 0);
        fill(row, 0);
        for (const step of serial(0, steps)) {
          reduceSum(tile, 1, row);
          for (const [i, j] of parallel(rows, columns)) tile[i][j] += row[i] - f32(step) * 8;
          reduceMax(tile, 0, column);
          for (const [i, j] of parallel(rows, columns)) tile[i][j] -= column[j];
        }
        copy(row, y.at(range(0, rows)));
        copy(column, z.at(range(0, columns)));
      }
    },
  { problem: {}, tuning: { rows: 2, columns: 128, warps: 4 } },
);

interface ProductProblem<T extends number> {
  dtype: DType<T>;
  left: "shared" | "transposed" | "fragment";
  isRightTransposed: boolean;
  accumulates: boolean;
}
/** c = a b (+ c), then c (+)= (c as 16 bits) b where the shapes allow: the operand stays in registers. */
export const products = kernel(
  import.meta.url,
  "products",
  <T extends f16 | bf16>(
    { dtype, left, isRightTransposed, accumulates }: Static<ProductProblem<T>>,
    { m, n, k }: Static<{ m: number; n: number; k: number; warps: number }>,
  ) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        const sums = fragment(f32, [m, n]);
        const held = fragment(dtype, [m, k]);
        const straight = shared(dtype, [m, k]);
        const turned = shared(dtype, [k, m]);
        const right = shared(dtype, [k, n]);
        const rightTurned = shared(dtype, [n, k]);
        fill(sums, 5);
        if (isRightTransposed) copy(b.at(range(0, n), range(0, k)), rightTurned);
        else copy(b.at(range(0, k), range(0, n)), right);
        if (left === "transposed") {
          copy(a.at(range(item, k), range(0, m)), turned);
          if (isRightTransposed) gemm(transpose(turned), transpose(rightTurned), sums, { accumulate: accumulates });
          else gemm(transpose(turned), right, sums, { accumulate: accumulates });
        } else if (left === "shared") {
          copy(a.at(range(item, m), range(0, k)), straight);
          if (isRightTransposed) gemm(straight, transpose(rightTurned), sums, { accumulate: accumulates });
          else gemm(straight, right, sums, { accumulate: accumulates });
        } else {
          copy(a.at(range(item, m), range(0, k)), held);
          if (isRightTransposed) gemm(held, transpose(rightTurned), sums, { accumulate: accumulates });
          else gemm(held, right, sums, { accumulate: accumulates });
        }
        copy(sums, c.at(range(0, m), range(0, n)));
      }
    },
  { problem: { dtype: "bf16", left: "shared", isRightTransposed: false, accumulates: true }, tuning: { m: 32, n: 32, k: 16, warps: 2 } },
);

/** A product of a product: where warps divide the first one's columns, its rows come together through shared memory. */
export const chains = kernel(
  import.meta.url,
  "chains",
  <T extends f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { m, n, k }: Static<{ m: number; n: number; k: number; warps: number }>) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, c: Global<T, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        const [left, right, next] = [shared(dtype, [m, k]), shared(dtype, [k, n]), shared(dtype, [n, n])];
        const [sums, held, result] = [fragment(f32, [m, n]), fragment(dtype, [m, n]), fragment(f32, [m, n])];
        copy(a.at(range(item, m), range(0, k)), left);
        copy(b.at(range(item, k), range(0, n)), right);
        copy(c.at(range(item, n), range(0, n)), next);
        gemm(left, right, sums, { accumulate: false });
        convert(sums, held);
        gemm(held, next, result, { accumulate: false });
        copy(result, y.at(range(item, m), range(0, n)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { m: 16, n: 32, k: 16, warps: 2 } },
);

/** 16-bit fragments, elementwise and under conditions, on their own and beside 32-bit ones. */
export const pairs = kernel(
  import.meta.url,
  "pairs",
  <T extends f16 | bf16>(
    { dtype }: Static<{ dtype: DType<T> }>,
    { rows, columns }: Static<{ rows: number; columns: number; warps: number }>,
  ) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>, z: Global<f32, [i32, i32]>) => {
      for (const [n] of work([ceilDiv(x.shape[0], rows)])) {
        const half = fragment(dtype, [rows, columns]);
        const wide = fragment(f32, [rows, columns]);
        copy(x.at(range(n * rows, rows), range(0, columns)), half);
        for (const [i, j] of parallel(rows, columns)) {
          wide[i][j] = f32(half[i][j]) + 0.5;
          if (i + j > 9) half[i][j] = dtype(wide[i][j] * 2);
          if (half[i][j] < half[i][j] * half[i][j]) half[i][j] = dtype(f32(j) - 3);
        }
        for (const [i, j] of parallel(rows, columns)) half[i][j] = dtype(f32(half[i][j]) + 1);
        convert(half, wide);
        copy(half, y.at(range(n * rows, rows), range(0, columns)));
        copy(wide, z.at(range(n * rows, rows), range(0, columns)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { rows: 8, columns: 16, warps: 1 } },
);

const cube = (x: i32): i32 => x * x * x;
/** Integers, loops of every kind, arrays of a thread's own, values that depend on memory only where a condition holds. */
export const integers = kernel(
  import.meta.url,
  "integers",
  ({ doubled }: Static<{ doubled: boolean }>, { steps }: Static<{ steps: number; warps: number }>) =>
    (x: Global<i32, [i32]>, words: Global<u32, [i32]>, y: Global<i32, [i32, i32]>, z: Global<u32, [i32, i32]>, n: i32) => {
      for (const [item] of work([n])) {
        let total: i32 = doubled ? 2 : 1;
        let mixed: u32 = u32(7);
        for (const step of serial(1, item + 3, 2)) {
          total += cube(step) - idiv(step, 2) * remainder(step, 3);
          for (const again of serial(0, step)) if (again !== 2 && !(again > 4)) total -= again;
        }
        const powers = local(i32, [steps, 2]);
        for (const s of unrolled(0, steps)) {
          powers[s]![0] = s === 0 ? 1 : powers[max(s - 1, 0)]![0]! * 3;
          powers[s]![1] = item > s ? x.read(item - s) : -s;
        }
        for (const s of unrolled(0, steps, 2)) total += powers[s]![0]! + powers[s]![1]!;
        const before = total;
        total += 5;
        let [low, high] = [before, total];
        [low, high] = [high, low + item];
        y.write(low * 3 - high * 2, item, 16);
        for (let s = 1; s <= 3; s++) mixed = u32(addWrap(u32(mulWrap(mixed, words.read(item))), u32(s)));
        for (const [i] of parallel(16)) {
          let sum: i32 = i;
          for (let k = 0; k < 3; k++) sum += k === 1 ? total : i * k;
          const more = i * 3 + item;
          sum += more;
          sum += more;
          // Read only where it exists.
          if (item > 0 && x.read(item - 1) > i * 20) sum -= 7;
          const above = item + i < x.shape[0] ? x.read(item + i) : 1000 + i;
          y.write(min(sum, 100000) + (i >= 4 && i < 9 ? above : -above) + abs(idiv(above, 3)) * ceilDiv(i, 4), item, i);
          z.write(
            u32(addWrap(u32(bitXor(mixed, shiftRight(u32(mulHigh(mixed, words.read(item))), u32(i)))), bitAnd(u32(i), u32(5)))),
            item,
            i,
          );
        }
      }
    },
  { problem: { doubled: false }, tuning: { steps: 4, warps: 1 } },
);

/** Everything that compile-time numbers can do. */
const tableOf = (a: number, b: number): number[] => [
  a + b,
  a - b,
  a * b,
  a / b,
  a % b,
  a ** 2,
  a & b,
  a | b,
  a ^ b,
  a << 2,
  a >> 1,
  (a - 40) >>> 28,
  ~a,
  -a,
  +b,
  a < b ? 1 : 2,
  a <= b ? 1 : 2,
  a > b ? 1 : 2,
  a >= b ? 1 : 2,
  a === b ? 1 : 2,
  a !== b ? 1 : 2,
  !(a < b) || (a > 2 && b > 2) ? 1 : 2,
  Math.max(a, b) - Math.min(a, b) + Math.floor(a / 3) + Math.ceil(b / 3),
];
/** Arithmetic whose operands are constants, or become some when a loop is written out: folded, it is what it was. */
export const constants = kernel(
  import.meta.url,
  "constants",
  ({ a, b }: Static<{ a: number; b: number }>, { last }: Static<{ last: number; warps: number }>) =>
    (y: Global<f32, [i32]>, z: Global<i32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        let at: i32 = item;
        for (const value of [...tableOf(a, b), ...tableOf(b, a), ...tableOf(a, a)]) {
          y.write(value, at);
          at += 1;
        }
        for (const s of unrolled(-3, last)) {
          const v: i32 = s * 3 - 4;
          let kinds: i32 = 0;
          if (v < 2) kinds += 1;
          if (v <= 2) kinds += 2;
          if (v > 2) kinds += 4;
          if (v >= 2) kinds += 8;
          if (v === 2) kinds += 16;
          if (v !== 2) kinds += 32;
          if (v > -5 && v < 5) kinds += 64;
          if (v < -5 || v > 5) kinds += 128;
          if (!(v > 0)) kinds += 256;
          if (!(v < 2)) kinds += 512;
          if (!(v <= 2)) kinds += 1024;
          if (!(v >= 2)) kinds += 2048;
          if (!(v === 2)) kinds += 4096;
          if (!(v !== 2)) kinds += 8192;
          z.write(kinds, 0, s + 3);
          z.write(idiv(v, 4) * 1000 + remainder(v, 4) * 100 - -v + max(v, -2) * 7 + min(v, 3) * 11 + abs(v), 1, s + 3);
          z.write(addWrap(mulWrap(v, 1 << 30), 1 << 30) + bitAnd(v, 12) - bitXor(v, 5) + shiftRight(v, 1), 2, s + 3);
          if (v > 3) z.write(i32(f32(v) * 0.5) + i32(u32(v)), 3, s + 3);
          else if (v < -8) z.write(-1, 3, s + 3);
          else z.write(0 * v + (1 * v + 0), 3, s + 3);
        }
      }
    },
  { problem: { a: 12, b: 5 }, tuning: { last: 5, warps: 1 } },
);

/** Comparisons, their opposites and neutral elements, where numbers are none, infinite or negative zeros. */
export const specials = kernel(
  import.meta.url,
  "specials",
  (_: Static<object>, { size }: Static<{ size: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, z: Global<f32, [i32, i32]>) => {
      for (const [n] of work([x.shape[0]])) {
        const a = x.read(n);
        for (const [i] of parallel(size)) {
          const b = y.read(i);
          let kinds: i32 = 0;
          if (!(a < b)) kinds += 1;
          if (!(a <= b)) kinds += 2;
          if (!(a > b)) kinds += 4;
          if (!(a >= b)) kinds += 8;
          if (!(a === b)) kinds += 16;
          if (!(a !== b)) kinds += 32;
          z.write(f32(kinds), 4 * n, i);
          z.write(1 / (0 + b), 4 * n + 1, i);
          z.write(0 * b + (b - 0) / 1, 4 * n + 2, i);
          z.write(1 / -b + (1 * b - a), 4 * n + 3, i);
        }
      }
    },
  { problem: {}, tuning: { size: 8, warps: 1 } },
);

/** Work of three axes, walked from either end, and what one thread of the block writes. */
export const orders = kernel(
  import.meta.url,
  "orders",
  (_: Static<object>, { size }: Static<{ size: number; warps: number }>) =>
    (y: Global<i32, [i32, i32, i32]>, count: Global<i32, [i32]>) => {
      for (const [a, b, c] of work([ceilDiv(y.shape[2], size), y.shape[1], y.shape[0]], { reversed: 1 })) {
        for (const [i] of parallel(size)) if (a * size + i < y.shape[2]) y.write(10000 * a + 100 * b + 10 * c + i, c, b, a * size + i);
        count.write(a + b * 10 + c, a + (b + c * y.shape[1]) * ceilDiv(y.shape[2], size));
      }
    },
  { problem: {}, tuning: { size: 8, warps: 1 } },
);

/** What a fragment of a narrow type holds is rounded, whether or not it goes to memory before it is read. */
export const narrowed = kernel(
  import.meta.url,
  "narrowed",
  <T extends f16 | bf16 | f8e4m3 | f8e5m2>({ dtype }: Static<{ dtype: DType<T> }>, _tuning: Static<{ warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [_] of work([1])) {
        const given = fragment(f32, [64]);
        const narrow = fragment(dtype, [64]);
        const wide = fragment(f32, [64]);
        copy(x.at(range(0, 64)), given);
        for (const [i] of parallel(64)) narrow[i] = dtype(given[i] * 1.0625 + 0.015625);
        convert(narrow, wide);
        copy(wide, y.at(0, range(0, 64)));
        for (const [i] of parallel(64)) if (remainder(i, 2) === 0) narrow[i] = dtype(given[i] - 0.015625);
        for (const [i] of parallel(64)) wide[i] = f32(narrow[i]) * 2;
        copy(wide, y.at(1, range(0, 64)));
      }
    },
  { problem: { dtype: "f8e4m3" }, tuning: { warps: 1 } },
);

/** Literals are rounded where they are stored. */
export const storedLiterals = kernel(
  import.meta.url,
  "storedLiterals",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (y: Global<f32, [i32, i32]>) => {
    for (const [_] of work([1])) {
      const own = fragment(bf16, [32]);
      const common = shared(f8e4m3, [32]);
      for (const [i] of parallel(32)) own[i] = i < 7 ? 0.1 : 1000.3;
      for (const [i] of parallel(32)) y.write(f32(own[i]) * 3, 0, i);
      fill(own, 0.7);
      for (const [i] of parallel(32)) y.write(f32(own[i]), 1, i);
      for (const [i] of parallel(32)) common[i] = i < 7 ? 0.1 : 1000.3;
      for (const [i] of parallel(32)) y.write(f32(common[i]) * 3, 2, i);
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);
