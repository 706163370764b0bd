// A helper without its second argument.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const affine = (v: f32, offset: f32): f32 => 2 * v + offset;

export const helperTooFew = kernel(
  import.meta.url,
  "helperTooFew",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(affine(scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
