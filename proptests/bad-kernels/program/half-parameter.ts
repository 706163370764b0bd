// A 16-bit scalar parameter.
import { type bf16, ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const halfParameter = kernel(
  import.meta.url,
  "halfParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (h: bf16, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(h, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
