// A helper with an argument too many.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const twice = (v: f32): f32 => v + v;

export const helperTooMany = kernel(
  import.meta.url,
  "helperTooMany",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(twice(scale, 2), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
