// `return` out of a loop.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const returnInLoop = kernel(
  import.meta.url,
  "returnInLoop",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const i of serial(0, n)) {
          if (x.read(tile, i) > scale) return;
          y.write(0, i);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
