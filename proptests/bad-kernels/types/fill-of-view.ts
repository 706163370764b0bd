// `fill` of a tensor's rectangle.
import { ceilDiv, type f32, fill, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const fillOfView = kernel(
  import.meta.url,
  "fillOfView",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        fill(y.at(range(tile * block, block)), 0);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
