// Kernels that speak of the GPU itself: what is fetched ahead, how many registers a thread has, where a block runs.
import {
  atomicAdd,
  type bf16,
  ceilDiv,
  copy,
  type DType,
  type f16,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  multiprocessor,
  parallel,
  prefetch,
  range,
  type Static,
  work,
} from "../../dsl/index.ts";

/** Each block asks for the next one's rows, the last one for rows that are not there. */
export const ahead = kernel(
  import.meta.url,
  "ahead",
  <T extends f32 | f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, { rows }: Static<{ warps: number; rows: number }>) =>
    (x: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(x.shape[0], rows)])) {
        const top = tile * rows;
        prefetch(x.at(range(top + rows, rows), range(0, 96)));
        const own = fragment(dtype, [rows, 96]);
        copy(x.at(range(top, rows), range(0, 96)), own);
        copy(own, y.at(range(top, rows), range(0, 96)));
        // Where a block runs shows in no result.
        if (multiprocessor() < 0) y.write(x.read(0, 0), 0, 0);
      }
    },
  { problem: { dtype: "f32" }, tuning: { warps: 2, rows: 4 } },
);

/** Holds 128 numbers a thread. */
export const busy = kernel(
  import.meta.url,
  "busy",
  (_: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
    for (const [tile] of work([ceilDiv(x.shape[0], 64)])) {
      const [a, b] = [fragment(f32, [64, 64]), fragment(f32, [64, 64])];
      copy(x.at(range(tile * 64, 64), range(0, 64)), a);
      copy(x.at(range(tile * 64, 64), range(64, 64)), b);
      for (const [i, j] of parallel(64, 64)) a[i][j] = a[i][j] * b[i][j] + b[i][j];
      copy(a, y.at(range(tile * 64, 64), range(0, 64)));
    }
  },
  { problem: {}, tuning: { warps: 2 } },
);

/** Blocks of each multiprocessor, and the multiprocessor of each block. */
export const placed = kernel(
  import.meta.url,
  "placed",
  (_: Static<object>, _tuning: Static<{ warps: number }>) => (counts: Global<i32, [i32]>, places: Global<i32, [i32]>) => {
    for (const [block] of work([places.shape[0]])) {
      const place = multiprocessor();
      atomicAdd(counts.at(place), 1);
      places.write(place, block);
    }
  },
  { problem: {}, tuning: { warps: 1 } },
);
