// A parameter of type `number`.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const numberParameter = kernel(
  import.meta.url,
  "numberParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (weight: number, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(weight, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
