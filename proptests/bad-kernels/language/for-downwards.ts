// A loop that counts down.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const forDownwards = kernel(
  import.meta.url,
  "forDownwards",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (let i = n - 1; i >= 0; i--) y.write(x.read(tile, i), i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
