// The indices are a tuple, also where there is one.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const indexWithoutBrackets = kernel(
  import.meta.url,
  "indexWithoutBrackets",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const i of parallel(block)) y.write(scale, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
