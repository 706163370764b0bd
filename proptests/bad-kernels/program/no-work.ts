// A device program without a loop over work.
import { type f32, type Global, type i32, kernel, type Static } from "cuica/dsl";

export const noWork = kernel(import.meta.url, "noWork", (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
  (y: Global<f32, [i32]>) => {
    y.write(0, 0);
  },
);
