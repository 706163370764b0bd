// Kernels whose indices come from their arguments: each access may leave its axis, along the one axis or the other, and stands on a line of its own.
import {
  atomicAdd,
  type Dim,
  f32,
  fill,
  type Global,
  i32,
  kernel,
  local,
  parallel,
  shared,
  type Static,
  threads,
  unrolled,
  work,
} from "../dsl/index.ts";

export const extents = { rows: 4, columns: 64 } as const;

/** Reads or writes one element of a tile, or of x [rows, columns], all of whose elements are 2, in the way that `access` names. y [1] becomes 2. */
export const outside = kernel(
  import.meta.url,
  "outside",
  ({ access, rows, columns }: Static<{ access: string; rows: number; columns: number }>, _tuning: Static<{ warps: number }>) =>
    (x: Global<f32, [Dim<"rows">, i32]>, y: Global<f32, [i32]>, row: i32, column: i32) => {
      for (const [item] of work([1])) {
        const tile = shared(f32, [rows, columns]);
        const counts = shared(i32, [rows, columns]);
        const others = shared(f32, [columns]);
        fill(tile, 2);
        fill(counts, 3);
        const own = local(f32, [8]);
        let found: f32 = 2;
        if (access === "read") {
          found = tile[row]![column]!; // outside: read
        }
        if (access === "store") {
          tile[row]![column] = 2; // outside: store
        }
        if (access === "update") {
          tile[row]![column]! += 0; // outside: update
        }
        if (access === "atomic") {
          const before = atomicAdd(counts.at(row, column), 1); // outside: atomic
          found = f32(before) - 1;
        }
        if (access === "elementwise") {
          for (const [i] of parallel(columns)) {
            others[i] = tile[row]![column + i - i]!; // outside: elementwise
          }
          found = others[5]!;
        }
        if (access === "threads") {
          threads(({ thread }) => {
            if (thread === 3) tile[row]![column - 3 + thread] = 2; // outside: threads
          });
        }
        if (access === "unrolled") {
          for (const i of unrolled(0, 8)) own[i] = 2;
          for (const i of unrolled(0, 8)) {
            if (row * columns + column - 56 === i + 1) {
              found = own[i + 1]!; // outside: unrolled
            }
          }
        }
        if (access === "walk") {
          // Inside at first.
          let at: i32 = 0;
          while (at <= column) {
            found = tile[row]![at]!; // outside: walk
            at += 1;
          }
        }
        if (access === "tensor") {
          found = x.read(row, column); // outside: tensor
        }
        if (access === "choice") {
          found = row >= 0 && row < rows && column >= 0 && column < columns ? tile[row]![column]! : 2;
        }
        y.write(found, item);
      }
    },
  { problem: { access: "read", rows: 4, columns: 64 }, tuning: { warps: 1 } },
);
