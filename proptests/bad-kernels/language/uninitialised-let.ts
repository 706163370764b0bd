// A variable without a first value.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const uninitialisedLet = kernel(
  import.meta.url,
  "uninitialisedLet",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total: f32;
        if (n > 3) total = 1;
        else total = 2;
        y.write(total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
