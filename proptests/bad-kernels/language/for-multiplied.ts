// A loop whose index doubles.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const forMultiplied = kernel(
  import.meta.url,
  "forMultiplied",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (let i = 1; i < n; i *= 2) y.write(x.read(tile, i), i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
