// Work of an f32 extent.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workOfFloat = kernel(
  import.meta.url,
  "workOfFloat",
  (_problem: Static<object>, _tuning: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([scale])) {
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
