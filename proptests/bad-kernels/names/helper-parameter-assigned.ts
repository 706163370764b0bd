// A helper assigns its own parameter.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const clamp = (v: f32): f32 => {
  if (v > 1) v = 1;
  return v;
};

export const helperParameterAssigned = kernel(
  import.meta.url,
  "helperParameterAssigned",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(clamp(scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
