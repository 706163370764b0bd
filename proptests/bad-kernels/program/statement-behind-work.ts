// A statement behind the loop over work.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const statementBehindWork = kernel(import.meta.url, "statementBehindWork", (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
  (y: Global<f32, [i32]>) => {
    for (const [tile] of work([y.shape[0]])) y.write(1, tile);
    y.write(0, 0);
  },
);
