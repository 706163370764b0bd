// Half a warp.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const warpsFractional = kernel(
  import.meta.url,
  "warpsFractional",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block]);
        fill(part, scale);
        copy(part, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 2.5 } },
);
