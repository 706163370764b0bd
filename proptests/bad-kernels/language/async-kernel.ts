// An asynchronous device program.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const asyncKernel = kernel(import.meta.url, "asyncKernel", (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
  async (y: Global<f32, [i32]>, n: i32) => {
    for (const [tile] of work([n])) y.write(0, tile);
  },
);
