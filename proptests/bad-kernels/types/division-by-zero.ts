// A division by the constant 0.
import { ceilDiv, f32, type Global, type i32, idiv, kernel, type Static, work } from "cuica/dsl";

export const divisionByZero = kernel(
  import.meta.url,
  "divisionByZero",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(f32(idiv(n, 0)), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
