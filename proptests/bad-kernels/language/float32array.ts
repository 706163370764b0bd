// A typed array of JavaScript in place of a local array.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const float32array = kernel(
  import.meta.url,
  "float32array",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = new Float32Array(4);
        sums[0] = scale;
        y.write(sums[0]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
