// The extents of work read a tensor.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workNeedsElement = kernel(
  import.meta.url,
  "workNeedsElement",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (lengths: Global<i32, [i32]>, y: Global<f32, [i32]>) => {
      const count = lengths.read(0);
      for (const [tile] of work([ceilDiv(count, block)])) {
        y.write(0, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
