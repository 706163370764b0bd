// A generator of indices.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

function* evens(last: i32): Generator<i32> {
  for (let i = 0; i < last; i += 2) yield i;
}

export const generator = kernel(
  import.meta.url,
  "generator",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const i of evens(n)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
