// A counter that steps inside an index.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const incrementInIndex = kernel(
  import.meta.url,
  "incrementInIndex",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let k = 0;
        for (const i of serial(0, n)) y.write(x.read(tile, i), k++);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
