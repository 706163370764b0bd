// Three names for the shape of a matrix.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const shapeTakenApart = kernel(
  import.meta.url,
  "shapeTakenApart",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const [rows, columns, depth] = x.shape;
        y.write(f32(rows + columns + depth), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
