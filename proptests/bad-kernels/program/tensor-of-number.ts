// A tensor of `number`.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const tensorOfNumber = kernel(
  import.meta.url,
  "tensorOfNumber",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<number, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
