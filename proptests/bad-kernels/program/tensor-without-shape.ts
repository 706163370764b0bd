// A tensor without a list of extents.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const tensorWithoutShape = kernel(
  import.meta.url,
  "tensorWithoutShape",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<f32, number[]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
