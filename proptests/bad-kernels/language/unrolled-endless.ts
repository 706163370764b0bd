// A loop that would be written out a thousand million times.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, unrolled, work } from "cuica/dsl";

export const unrolledEndless = kernel(
  import.meta.url,
  "unrolledEndless",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let sum = scale;
        for (const i of unrolled(0, 1_000_000_000)) sum += 1.5;
        y.write(sum, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
