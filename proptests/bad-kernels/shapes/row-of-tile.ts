// A row of a shared tile as a value.
import { ceilDiv, f32, fill, type Global, type i32, kernel, shared, type Static, work } from "cuica/dsl";

export const rowOfTile = kernel(
  import.meta.url,
  "rowOfTile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const square = shared(f32, [16, 16]);
        fill(square, 0);
        y.write(square[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
