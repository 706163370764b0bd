// The quotient may be anything, but it does not depend on the second index.
import { ceilDiv, type f32, type Global, type i32, idiv, kernel, parallel, type Static, work } from "cuica/dsl";

export const raceOnQuotient = kernel(
  import.meta.url,
  "raceOnQuotient",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i, j] of parallel(16, 16)) y.write(scale, 16 * tile + idiv(i, 2));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
