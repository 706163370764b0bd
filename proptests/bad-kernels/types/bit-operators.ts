// JavaScript's bit operators.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const bitOperators = kernel(
  import.meta.url,
  "bitOperators",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const low = n & 15;
        const high = n >> 4;
        y.write(f32(low | high), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
