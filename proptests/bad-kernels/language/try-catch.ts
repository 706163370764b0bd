// Device code throws nothing that could be caught.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const tryCatch = kernel(
  import.meta.url,
  "tryCatch",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        try {
          y.write(x.read(tile, 0), tile);
        } catch {
          y.write(0, tile);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
