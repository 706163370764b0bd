// A property chosen at run time.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const dynamicProperty = kernel(
  import.meta.url,
  "dynamicProperty",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const weights = [0.25, 0.5, 0.25];
        y.write(weights[n]! * scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
