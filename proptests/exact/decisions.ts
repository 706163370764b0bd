// Exact kernels about decisions: memory that one branch of a condition writes, masks of what an element computed for itself, functions that stand
// below their calls, columns of tensors as vectors, loops whose bounds change, atomics that follow each other, and conditions that guard what has no value.
import {
  atomicAdd,
  atomicExchange,
  atomicMax,
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  i32,
  idiv,
  kernel,
  local,
  max,
  parallel,
  range,
  remainder,
  scan,
  serial,
  shared,
  shiftLeft,
  shiftRight,
  type Static,
  threads,
  u32,
  work,
} from "../../dsl/index.ts";

interface Warps {
  warps: number;
}

/** A tile that only the first, or only the second branch writes, is read in another order behind the condition. */
export const branches = kernel(
  import.meta.url,
  "branches",
  (_: Static<object>, _tuning: Static<Warps>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, steps: i32) => {
    for (const [half] of work([2])) {
      const first = shared(f32, [64]);
      const second = shared(f32, [64]);
      const own = fragment(f32, [64]);
      fill(first, 1);
      fill(second, 2);
      fill(own, 0);
      for (const [i] of parallel(64)) own[i] += first[63 - i]! + second[63 - i]!;
      for (const step of serial(0, steps)) {
        if (step > half) for (const [i] of parallel(64)) first[i] = x.read(step, i);
        for (const [i] of parallel(64)) own[i] = own[i] * 2 + first[63 - i]!;
        if (step > half) for (const [i] of parallel(64)) own[i] += 1;
        else for (const [i] of parallel(64)) second[i] = x.read(step, i);
        for (const [i] of parallel(64)) own[i] -= second[63 - i]!;
      }
      copy(own, y.at(half, range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);

/** Conditions of an element's own array, and of a place that exists only if another condition holds. */
export const own = kernel(
  import.meta.url,
  "own",
  (_: Static<object>, _tuning: Static<Warps>) => (limits: Global<i32, [i32]>, y: Global<f32, [i32, i32]>) => {
    for (const [n] of work([3])) {
      const tile = fragment(f32, [4, 64]);
      fill(tile, 0);
      for (const [i, j] of parallel(4, 64)) {
        const parts = local(i32, [2]);
        parts[0] = idiv(j, 3) * 2;
        parts[1] = i * 16;
        if (parts[0]! <= 2 * i + parts[1]!) tile[i][j] = f32(parts[0]! + j);
        tile[i][j] += j < parts[1]! ? 100 : 200;
        if (n < limits.shape[0]) if (j < limits.read(n)) tile[i][j] += 1000;
      }
      for (const [i, j] of parallel(4, 64)) y.write(tile[i][j], 4 * n + i, j);
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);

/** What was there before an element's atomic step takes part in its arithmetic and its conditions. */
export const tickets = kernel(
  import.meta.url,
  "tickets",
  (_: Static<object>, _tuning: Static<Warps>) => (counts: Global<i32, [i32]>, y: Global<i32, [i32]>, z: Global<i32, [i32]>) => {
    for (const [_block] of work([1])) {
      const tile = shared(i32, [256]);
      fill(tile, 3);
      for (const [i] of parallel(256)) {
        // The index of the second argument is computed behind the place of the first.
        atomicAdd(tile.at(i), z.read(idiv(i, 2) * 2));
      }
      for (const [i] of parallel(256)) {
        const before = atomicAdd(counts.at(i), 5 + tile[i]!);
        y.write(before * 3 + i, i);
        if (i < before) z.write(before - i, i);
      }
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);

/** A column of a tensor is a vector, whose elements lie far from each other. */
export const columns = kernel(
  import.meta.url,
  "columns",
  (_: Static<object>, { rows }: Static<Warps & { rows: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [n, column] of work([ceilDiv(x.shape[0], rows), x.shape[1]])) {
        const tile = fragment(f32, [rows]);
        copy(x.at(range(n * rows, rows), column), tile);
        double();
        copy(tile, y.at(range(n * rows, rows), column));
        function double(): void {
          for (const [i] of parallel(rows)) tile[i] = tile[i] * 2 + f32(i);
        }
      }
    },
  { problem: {}, tuning: { rows: 512, warps: 1 } },
);

/** A loop goes as far as its bounds said when it began, whatever its body makes of their variables. */
export const bounds = kernel(
  import.meta.url,
  "bounds",
  (_: Static<object>, _tuning: Static<Warps>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, steps: i32) => {
    for (const [n] of work([2])) {
      const own = fragment(f32, [64]);
      fill(own, 0);
      let last = steps + n;
      for (const step of serial(0, last)) {
        last = last - 2;
        for (const [i] of parallel(64)) own[i] = own[i] * 3 + x.read(step, i) + f32(last);
      }
      copy(own, y.at(n, range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);

/** Atomics of statements that follow each other take effect in that order, in shared memory and in a tensor, whoever's elements they are. */
export const inTurn = kernel(
  import.meta.url,
  "inTurn",
  (_: Static<object>, _tuning: Static<Warps>) => (x: Global<i32, [i32]>, counts: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
    for (const [_block] of work([1])) {
      const tile = shared(i32, [128]);
      fill(tile, 1);
      for (const [i] of parallel(128)) atomicAdd(tile.at(127 - i), x.read(i));
      for (const [i] of parallel(128)) atomicMax(tile.at(i), 20);
      for (const [i] of parallel(128)) atomicAdd(tile.at(127 - i), i);
      for (const [i] of parallel(128)) y.write(atomicAdd(tile.at(i), 5), 130 + i);
      for (const [i] of parallel(128)) atomicExchange(tile.at(127 - i), i);
      for (const [i] of parallel(128)) y.write(atomicExchange(tile.at(i), 2 * i), i);
      for (const [i] of parallel(128)) atomicAdd(counts.at(idiv(i, 64)), tile[i]!);
      y.write(atomicExchange(counts.at(1), -1), 128);
      y.write(atomicAdd(counts.at(1), 5), 129);
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);

/** Whole numbers that a condition chooses between are integers where integers are wanted and floats where floats are, in nests, sums and helpers. */
export const choices = kernel(
  import.meta.url,
  "choices",
  (_: Static<object>, _tuning: Static<Warps>) =>
    (
      x: Global<f32, [i32]>,
      counts: Global<i32, [i32]>,
      whole: Global<i32, [i32, i32]>,
      y: Global<f32, [i32, i32]>,
      bits: Global<u32, [i32, i32]>,
    ) => {
      const step = (v: f32) => {
        if (v < 0) return -1;
        const next = v * 2;
        if (next > 6) {
          return v > 4 ? 3 : 2;
        }
        return v > 0 ? 1 : 0;
      };
      for (const [n] of work([2])) {
        const values = fragment(f32, [64]);
        const marks = fragment(i32, [64]);
        const spread = shared(i32, [64]);
        copy(x.at(range(n > 0 ? 64 : 0, 64)), values);
        fill(marks, n > 0 ? 3 : 4);
        for (const [i] of parallel(64)) {
          const v = values[i];
          const level = v > 0 ? (v > 2 ? 2 : 1) : v < -2 ? -2 : -1;
          let count = v > 1 ? 1 : 0;
          count += level + i;
          const both = (v > 0 ? 1 : 0) + (v > 3 ? 1 : 0);
          let limit = i;
          const isOver = limit > 9 ? 1 : 0;
          limit = 0;
          marks[i] = marks[i] + (v > 0 ? 1 : 0) + (i > 3 ? 1 : i) + count + both * i + limit + isOver;
          marks[i] = max(marks[i], v > 0 ? 5 : 3) - step(v) + (level % 2);
          values[i] = v * level + both * v + (v > 2 ? 0.5 : 1) + (v > 0 ? 1 : v) - step(v) * v + isOver / 2 + -(v > 5 ? 1 : 2) * v;
          values[i] = values[i] + x.read(v > 0 ? 1 : 0) + f32(v > 1 ? 3 : 2);
          bits.write(u32(v > 0 ? 4294967293 : 1), n, i);
          if (v > 2) bits.write(i > 5 ? 4294967295 : 7, n, i);
          atomicAdd(counts.at(v > 0 ? 0 : 1), v > 1 ? 2 : 1);
        }
        for (const round of serial(0, n > 0 ? 3 : 2)) for (const [i] of parallel(64)) values[i] += f32(round);
        copy(marks, spread);
        for (const [i] of parallel(64)) values[i] += f32(spread[n > 0 ? 63 - i : 1]!);
        copy(marks, whole.at(n, range(0, 64)));
        copy(values, y.at(n, range(0, 64)));
      }
    },
  { problem: {}, tuning: { warps: 2 } },
);

/** Quotients by 0, shifts by too much and differences below 0 that `?:`, `&&`, `||` and `if` keep from being computed, whoever computes. */
export const guards = kernel(
  import.meta.url,
  "guards",
  (_: Static<object>, _tuning: Static<Warps>) =>
    (x: Global<i32, [i32]>, y: Global<i32, [i32, i32]>, z: Global<u32, [i32]>, divisor: i32) => {
      for (const [n] of work([2])) {
        const own = fragment(i32, [64]);
        const by = fragment(i32, [64]);
        copy(x.at(range(n, 64)), own);
        copy(x.at(range(64 * n, 64)), by);
        let rounds = divisor;
        while (rounds > 0 && remainder(60, rounds) !== 0) rounds -= 1;
        y.write(divisor !== 0 ? idiv(7, divisor) : rounds, 2 * n, 64);
        y.write(divisor === 0 || ceilDiv(7, divisor) === 1 ? 1 : 2, 2 * n + 1, 64);
        for (const [i] of parallel(64)) {
          own[i] = i !== divisor ? idiv(100 * own[i], i - divisor) : 5;
          if (divisor > 0 && i < remainder(50, divisor)) own[i] += 1000;
          if (divisor > 0) if (i < idiv(100, divisor)) own[i] += 2000;
          if (i < 32 && shiftLeft(1, i) > divisor) own[i] += 4000;
          own[i] += i >= 32 || shiftRight(-64, i) < -divisor ? 8000 : 0;
          const [a, b] = [u32(divisor), u32(i)];
          z.write(a > b ? a - b : b - a, 64 * n + i);
        }
        copy(own, y.at(2 * n, range(0, 64)));
        scan(0, { own, by }, (left, right) => ({
          own: left.own + (right.by !== 0 ? idiv(right.by * right.own, right.by) : right.own),
          by: right.by,
        }));
        for (const [i] of parallel(64)) own[i] += by[i];
        copy(own, y.at(2 * n + 1, range(0, 64)));
        threads(({ thread }) => {
          if (n === 0) z.write(thread < divisor ? u32(shiftLeft(1, divisor - thread - 1)) : 9, 128 + thread);
        });
      }
    },
  { problem: {}, tuning: { warps: 2 } },
);
