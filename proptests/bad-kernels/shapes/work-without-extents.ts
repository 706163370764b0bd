// `work` without extents.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workWithoutExtents = kernel(
  import.meta.url,
  "workWithoutExtents",
  (_problem: Static<object>, _tuning: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([])) {
        y.write(scale, n);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
