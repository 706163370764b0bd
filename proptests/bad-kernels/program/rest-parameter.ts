// All other parameters in one.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const restParameter = kernel(
  import.meta.url,
  "restParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32, ...weights: f32[]) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(weights[0]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
