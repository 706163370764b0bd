// An array that grows.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, unrolled, work } from "cuica/dsl";

export const arrayPush = kernel(
  import.meta.url,
  "arrayPush",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const parts: number[] = [];
        for (const i of unrolled(0, 4)) parts.push(i);
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
