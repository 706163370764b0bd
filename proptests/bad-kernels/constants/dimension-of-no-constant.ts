// A tensor's extent named after nothing.
import { ceilDiv, type Dim, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const dimensionOfNoConstant = kernel(
  import.meta.url,
  "dimensionOfNoConstant",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (w: Global<f32, [i32, Dim<"width">]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(w.read(0, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
