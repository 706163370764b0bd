// Two loops over work.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const twoWorks = kernel(import.meta.url, "twoWorks", (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
  (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [tile] of work([x.shape[0]])) x.write(1, tile);
    for (const [tile] of work([y.shape[0]])) y.write(1, tile);
  },
);
