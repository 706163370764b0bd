// A loop's index assigned.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const loopIndexAssigned = kernel(
  import.meta.url,
  "loopIndexAssigned",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (let i = 0; i < n; i++) {
          if (x.read(tile, i) < 0) i += 1;
          y.write(0, i);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
