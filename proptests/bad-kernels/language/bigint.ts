// A 64-bit integer literal.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const bigint = kernel(
  import.meta.url,
  "bigint",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const big = 10n;
        y.write(f32(Number(big)) * scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
