// Every dtype through every place that can hold it, for the tests beside this file: tensors, shared tiles, fragments, local arrays, single elements.
import {
  bool,
  convert,
  copy,
  type DType,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  local,
  parallel,
  range,
  shared,
  type Static,
  work,
} from "../dsl/index.ts";

export interface Pair<T extends number, U extends number> {
  from: DType<T>;
  to: DType<U>;
}
export interface Tile {
  rows: number;
  columns: number;
  warps: number;
}

/** From tensor to fragment, by conversion; to shared memory and back; elements through a local array; out again. */
export const conversion = kernel(
  import.meta.url,
  "conversion",
  <T extends number, U extends number>({ from, to }: Static<Pair<T, U>>, { rows, columns }: Static<Tile>) =>
    (x: Global<T, [i32, i32]>, y: Global<U, [i32, i32]>, elements: Global<U, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const here = [range(block, rows), range(0, columns)] as const;
        const [held, stored] = [fragment(to, [rows, columns]), shared(to, [rows, columns])];
        const source = fragment(from, [rows, columns]);
        convert(x.at(...here), held);
        fill(stored, to(0));
        copy(held, stored);
        copy(stored, y.at(...here));
        copy(x.at(...here), source);
        for (const [i, j] of parallel(rows, columns)) {
          const own = local(to, [2]);
          own[1] = to(source[i][j]);
          stored[i][j] = own[1];
          held[i][j] = own[1];
        }
        for (const [i, j] of parallel(rows, columns))
          if (i < elements.shape[0] && j < elements.shape[1]) elements.write(held[i][j] === stored[i][j] ? stored[i][j] : to(0), i, j);
      }
    },
  { problem: { from: "f32", to: "bf16" }, tuning: { rows: 8, columns: 16, warps: 2 } },
);

/** Flags made of a comparison, kept in fragments and shared memory, and used as conditions. */
export const flags = kernel(
  import.meta.url,
  "flags",
  <T extends number>({ from }: Static<{ from: DType<T> }>, { rows, columns }: Static<Tile>) =>
    (x: Global<T, [i32, i32]>, mask: Global<bool, [i32, i32]>, chosen: Global<T, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const here = [range(block, rows), range(0, columns)] as const;
        const tile = fragment(from, [rows, columns]);
        const [given, positive, both] = [fragment(bool, [rows, columns]), shared(bool, [rows, columns]), fragment(bool, [rows, columns])];
        fill(both, bool(false));
        copy(x.at(...here), tile);
        copy(mask.at(...here), given);
        for (const [i, j] of parallel(rows, columns)) positive[i][j] = bool(tile[i][j] > 0);
        for (const [i, j] of parallel(rows, columns)) if (positive[i][j] && given[i][j]) both[i][j] = bool(true);
        for (const [i, j] of parallel(rows, columns)) tile[i][j] = both[i][j] ? tile[i][j] : from(0);
        copy(both, mask.at(...here));
        copy(tile, chosen.at(...here));
      }
    },
  { problem: { from: "f32" }, tuning: { rows: 8, columns: 16, warps: 2 } },
);
