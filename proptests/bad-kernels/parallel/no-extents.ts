// `parallel` without extents.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const noExtents = kernel(
  import.meta.url,
  "noExtents",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i] of parallel()) y.write(scale, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
