// A block without warps.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const warpsZero = kernel(
  import.meta.url,
  "warpsZero",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([n])) {
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { warps: 0 } },
);
