// An element of a shared tile that nothing writes.
import { ceilDiv, f32, type Global, type i32, kernel, shared, type Static, work } from "cuica/dsl";

export const unwrittenSharedElement = kernel(
  import.meta.url,
  "unwrittenSharedElement",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const table = shared(f32, [16]);
        y.write(table[3]! * scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
