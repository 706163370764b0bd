// Exact kernels about explicit rings and local arrays.
import {
  bf16,
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  local,
  parallel,
  range,
  ring,
  serial,
  shared,
  type Static,
  unrolled,
  work,
} from "../../dsl/index.ts";

/** Running sums of row blocks. A slot is written twice while it is filled, by threads and by copies, and once more while it is in use. */
export const windowSums = kernel(
  import.meta.url,
  "windowSums",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      const steps = ceilDiv(x.shape[0], 8);
      for (const [column] of work([ceilDiv(x.shape[1], 32)])) {
        const slots = ring({ tile: shared(f32, [8, 32]) }, { stages });
        const sums = fragment(f32, [8, 32]);
        const own = fragment(f32, [8, 32]);
        fill(sums, 0);
        const fetch = (step: i32): void =>
          slots.produce(({ tile }) => {
            fill(tile, 0);
            copy(x.at(range(step * 8, 8), range(column * 32, 32)), tile);
            for (const [i, j] of parallel(8, 32)) tile[i][j] += 1;
          });
        // Full from the start: every fill takes the slot that was just read.
        for (const step of unrolled(0, stages)) fetch(step);
        for (const step of serial(0, steps)) {
          slots.consume(({ tile }) => {
            for (const [i, j] of parallel(8, 32)) tile[i][j] = tile[i][j] * 2;
            copy(tile, own);
          });
          fetch(step + stages);
          for (const [i, j] of parallel(8, 32)) sums[i][j] += own[i][j];
          copy(sums, y.at(range(step * 8, 8), range(column * 32, 32)));
        }
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

/** A ring inside of a loop: what is left in it is dropped, and its slots are filled anew. */
export const restarted = kernel(
  import.meta.url,
  "restarted",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([1])) {
        const own = fragment(f32, [8, 32]);
        for (const row of serial(tile, ceilDiv(x.shape[0], 8))) {
          const slots = ring({ left: shared(f32, [8, 32]), right: shared(f32, [8, 32]) }, { stages });
          const fetch = (at: i32): void =>
            slots.produce(({ left, right }) => {
              copy(x.at(range(at * 8, 8), range(0, 32)), left);
              copy(x.at(range(at * 8, 8), range(32, 32)), right);
            });
          fetch(row);
          for (const ahead of unrolled(1, stages)) fetch(row + ahead);
          slots.consume(({ left, right }) => {
            for (const [i, j] of parallel(8, 32)) own[i][j] = left[i][j] - right[i][j];
          });
          copy(own, y.at(range(row * 8, 8), range(0, 32)));
        }
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

/** Polynomials by Horner's rule, coefficients in an array of the thread's own; and partial sums in one of each element's own. */
export const polynomials = kernel(
  import.meta.url,
  "polynomials",
  (_: Static<object>, { degree }: Static<{ degree: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [row] of work([ceilDiv(x.shape[0], 8)])) {
        const coefficients = local(f32, [degree + 1]);
        for (const n of unrolled(0, degree + 1)) coefficients[n] = x.read(n, 0);
        const tile = fragment(f32, [8, 32]);
        copy(x.at(range(row * 8, 8), range(0, 32)), tile);
        for (const [i, j] of parallel(8, 32)) {
          const powers = local(bf16, [2, degree + 1]);
          powers[0]![0] = bf16(1);
          for (let n = 1; n <= degree; n++) {
            const before = n - 1;
            powers[n % 2]![n] = bf16(powers[before % 2]![before]! * tile[i][j] * 0.125);
          }
          let sum: f32 = 0;
          for (const n of serial(0, degree + 1)) sum += coefficients[n]! * powers[n % 2]![n]!;
          tile[i][j] = sum;
        }
        copy(tile, y.at(range(row * 8, 8), range(0, 32)));
      }
    },
  { problem: {}, tuning: { degree: 3, warps: 2 } },
);

/** Two copies into one tile, one before the ring and one behind its first fills: the ring's waits cover only the first. */
export const late = kernel(
  import.meta.url,
  "late",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        const kept = shared(f32, [8, 32]);
        const own = fragment(f32, [8, 32]);
        copy(x.at(range(item, 8), range(0, 32)), kept);
        const slots = ring({ tile: shared(f32, [8, 32]) }, { stages });
        for (const ahead of unrolled(0, stages)) slots.produce(({ tile }) => copy(x.at(range(8 * ahead, 8), range(0, 32)), tile));
        copy(x.at(range(4, 8), range(0, 32)), kept);
        fill(own, 0);
        const use = (): void =>
          slots.consume(({ tile }) => {
            for (const [i, j] of parallel(8, 32)) own[i][j] = own[i][j] * 2 + tile[i][j] + kept[7 - i]![j]!;
          });
        use();
        use();
        copy(own, y.at(range(0, 8), range(0, 32)));
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

/** Two rings, one of them filled further ahead before the loop than in it: a wait meets more commits at first than later. */
export const uneven = kernel(
  import.meta.url,
  "uneven",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, steps: i32) => {
      for (const [item] of work([1])) {
        const own = fragment(f32, [8, 32]);
        const left = ring({ tile: shared(f32, [8, 32]) }, { stages: 1 });
        const right = ring({ tile: shared(f32, [8, 32]) }, { stages });
        let from: i32 = item;
        fill(own, 0);
        left.produce(({ tile }) => copy(x.at(range(from, 8), range(0, 32)), tile));
        for (const ahead of unrolled(0, stages)) right.produce(({ tile }) => copy(x.at(range(from + ahead, 8), range(0, 32)), tile));
        for (const _step of serial(0, steps)) {
          left.consume(({ tile }) => {
            for (const [i, j] of parallel(8, 32)) own[i][j] = own[i][j] * 2 + tile[i][j];
          });
          from += 3;
          left.produce(({ tile }) => copy(x.at(range(from, 8), range(0, 32)), tile));
          right.consume(({ tile }) => {
            for (const [i, j] of parallel(8, 32)) own[i][j] -= tile[i][j];
          });
          right.produce(({ tile }) => copy(x.at(range(from + 1, 8), range(0, 32)), tile));
        }
        copy(own, y.at(range(0, 8), range(0, 32)));
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);
