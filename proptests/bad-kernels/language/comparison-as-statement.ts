// `==` where `=` was meant.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const comparisonAsStatement = kernel(
  import.meta.url,
  "comparisonAsStatement",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total = scale;
        total == 2;
        y.write(total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
