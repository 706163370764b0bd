// A tensor without axes.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const tensorOfRankZero = kernel(
  import.meta.url,
  "tensorOfRankZero",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<f32, []>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
