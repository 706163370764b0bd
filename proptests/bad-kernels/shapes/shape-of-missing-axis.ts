// The third extent of a matrix.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const shapeOfMissingAxis = kernel(
  import.meta.url,
  "shapeOfMissingAxis",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const depth = x.shape[2];
        y.write(f32(depth), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
