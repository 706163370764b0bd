// An i32 and a u32 compared.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, type u32, work } from "cuica/dsl";

export const mixedComparison = kernel(
  import.meta.url,
  "mixedComparison",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32, seed: u32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        if (n < seed) y.write(1, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
