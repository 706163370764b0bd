// A boolean parameter.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const booleanParameter = kernel(
  import.meta.url,
  "booleanParameter",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (flag: boolean, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        if (flag) y.write(1, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
