// A device parameter taken apart.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const patternParameter = kernel(
  import.meta.url,
  "patternParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    ({ weight }: { weight: f32 }, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(weight, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
