// A function that calls itself.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const power = (base: f32, exponent: i32): f32 => (exponent === 0 ? 1 : base * power(base, exponent - 1));

export const recursion = kernel(
  import.meta.url,
  "recursion",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(power(scale, n), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
