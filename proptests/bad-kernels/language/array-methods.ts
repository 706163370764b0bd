// Methods of arrays.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const arrayMethods = kernel(
  import.meta.url,
  "arrayMethods",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const factors = [1, 2, 3].map((k) => k * 2);
        y.write(scale * factors[0]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
