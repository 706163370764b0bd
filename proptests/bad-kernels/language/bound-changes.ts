// A loop that moves its own bound.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const boundChanges = kernel(
  import.meta.url,
  "boundChanges",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let last = n;
        for (let i = 0; i < last; i++) {
          if (x.read(tile, i) < 0) last = last - 1;
        }
        y.write(f32(last), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
