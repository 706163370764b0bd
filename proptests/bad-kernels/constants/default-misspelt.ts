// The defaults name another constant than the kernel.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const defaultMisspelt = kernel(
  import.meta.url,
  "defaultMisspelt",
  (_problem: Static<object>, { blockM }: Static<{ blockM: number; warps: number }>) =>
    (y: Global<f32, [i32]>, scale: f32) => {
      for (const [tile] of work([ceilDiv(y.shape[0], blockM)])) y.write(scale, tile);
    },
  { problem: {}, tuning: { blockm: 64, warps: 4 } },
);
