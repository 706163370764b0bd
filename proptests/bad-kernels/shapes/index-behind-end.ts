// The element behind the last one.
import { ceilDiv, f32, fill, type Global, type i32, kernel, shared, type Static, work } from "cuica/dsl";

export const indexBehindEnd = kernel(
  import.meta.url,
  "indexBehindEnd",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = shared(f32, [16]);
        fill(row, 0);
        y.write(row[16]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
