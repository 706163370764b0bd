// More names than work has axes.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workMoreNames = kernel(
  import.meta.url,
  "workMoreNames",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile, head] of work([ceilDiv(n, block)])) {
        y.write(0, tile + head);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
