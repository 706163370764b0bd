// A tensor's extent of a negative constant.
import { ceilDiv, type Dim, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const dimensionNotPositive = kernel(
  import.meta.url,
  "dimensionNotPositive",
  ({ width }: Static<{ width: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<f32, [i32, Dim<"width">]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(0, 0), tile);
      }
    },
  { problem: { width: -8 }, tuning: { block: 64, warps: 4 } },
);
