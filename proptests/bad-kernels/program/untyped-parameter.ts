// A parameter without a type.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const untypedParameter = kernel(
  import.meta.url,
  "untypedParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (weight, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(weight, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
