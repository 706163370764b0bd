// A tile allocated inside the elementwise loop.
import { ceilDiv, f32, type Global, type i32, kernel, parallel, shared, type Static, work } from "cuica/dsl";

export const allocationInside = kernel(
  import.meta.url,
  "allocationInside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i] of parallel(64)) {
          const row = shared(f32, [64]);
          row[i] = scale;
          y.write(row[i]!, i);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
