// `while` has no known number of iterations.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const whileLoop = kernel(
  import.meta.url,
  "whileLoop",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let i = n;
        while (i > 0) i -= 1;
        y.write(f32(i), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
