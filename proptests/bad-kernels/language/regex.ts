// A regular expression.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const regex = kernel(
  import.meta.url,
  "regex",
  ({ side }: Static<{ side: string }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        if (/^left/.test(side)) y.write(scale, tile);
      }
    },
  { problem: { side: "left" }, tuning: { block: 64, warps: 4 } },
);
