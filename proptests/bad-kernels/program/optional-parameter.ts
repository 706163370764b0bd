// An optional device parameter.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const optionalParameter = kernel(
  import.meta.url,
  "optionalParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32, weight?: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(weight ?? 1, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
