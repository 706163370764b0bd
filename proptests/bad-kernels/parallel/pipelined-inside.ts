// A pipelined loop inside the elementwise loop.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, pipelined, type Static, work } from "cuica/dsl";

export const pipelinedInside = kernel(
  import.meta.url,
  "pipelinedInside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i] of parallel(16)) {
          for (const t of pipelined(0, 4, { stages: 2 })) x.write(scale, i, t);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
