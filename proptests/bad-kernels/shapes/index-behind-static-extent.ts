// An index behind a constant extent.
import { ceilDiv, type Dim, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const indexBehindStaticExtent = kernel(
  import.meta.url,
  "indexBehindStaticExtent",
  ({ width }: Static<{ width: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<f32, [i32, Dim<"width">]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(tile, 48), tile);
      }
    },
  { problem: { width: 48 }, tuning: { block: 64, warps: 4 } },
);
