// Four mistakes, each told once, and nothing that follows from them.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const severalAtOnce = kernel(
  import.meta.url,
  "severalAtOnce",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const half = n / 2;
        const shifted = half + scale;
        const rows = fragment(f32, [n]);
        fill(rows, 0);
        y.write(n, tile);
        y.write(reduceSun(rows), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
