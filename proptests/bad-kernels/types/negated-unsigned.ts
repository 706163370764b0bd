// A minus sign before a u32.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, type u32, work } from "cuica/dsl";

export const negatedUnsigned = kernel(
  import.meta.url,
  "negatedUnsigned",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32, seed: u32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(f32(-seed), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
