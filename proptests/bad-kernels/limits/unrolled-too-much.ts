// A loop that is written out too often.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, unrolled, work } from "cuica/dsl";

export const unrolledTooMuch = kernel(
  import.meta.url,
  "unrolledTooMuch",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let sum: f32 = 0;
        for (const i of unrolled(0, 300)) for (const j of unrolled(0, 300)) for (const k of unrolled(0, 300)) sum += x.read(i, j + k);
        y.write(sum, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
