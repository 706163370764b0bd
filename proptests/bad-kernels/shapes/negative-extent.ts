// A loop over a negative extent.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const negativeExtent = kernel(
  import.meta.url,
  "negativeExtent",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i] of parallel(block - 128)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
