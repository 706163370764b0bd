// A tile of conditions.
import { ceilDiv, type f32, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const boolTile = kernel(
  import.meta.url,
  "boolTile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const seen = fragment(boolean, [64]);
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
