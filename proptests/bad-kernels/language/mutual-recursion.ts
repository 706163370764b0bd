// Two functions that call each other.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const even = (k: i32): boolean => (k === 0 ? true : odd(k - 1));
const odd = (k: i32): boolean => (k === 0 ? false : even(k - 1));

export const mutualRecursion = kernel(
  import.meta.url,
  "mutualRecursion",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(even(n) ? 1 : 0, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
