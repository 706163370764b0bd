// A fraction added to an i32.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const fractionIntoInteger = kernel(
  import.meta.url,
  "fractionIntoInteger",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(x.read(n + 0.5, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
