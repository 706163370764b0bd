// A helper that returns on one path only.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const positive = (v: f32): f32 | undefined => {
  if (v > 0) return v;
};

export const helperWithoutValue = kernel(
  import.meta.url,
  "helperWithoutValue",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(positive(scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
