// `slice` along an axis that is not there.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const sliceAxis = kernel(
  import.meta.url,
  "sliceAxis",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = x.slice(2, n, 16);
        y.write(rows.read(0, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
