// Conditions counted by adding them.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const booleansAdded = kernel(
  import.meta.url,
  "booleansAdded",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const count = (n > 3) + (n > 5);
        y.write(f32(count), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
