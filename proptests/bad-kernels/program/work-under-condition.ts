// Work under a condition.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workUnderCondition = kernel(import.meta.url, "workUnderCondition", (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
  (y: Global<f32, [i32]>, n: i32) => {
    if (n > 0) {
      for (const [tile] of work([n])) y.write(1, tile);
    }
  },
);
