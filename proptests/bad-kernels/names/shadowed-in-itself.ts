// A name that is shadowed while it is used.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const shadowedInItself = kernel(
  import.meta.url,
  "shadowedInItself",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        if (n > 3) {
          const scale = scale * 2;
          y.write(scale, tile);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
