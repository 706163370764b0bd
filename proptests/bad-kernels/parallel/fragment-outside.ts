// An element of a fragment outside of `parallel`.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const fragmentOutside = kernel(
  import.meta.url,
  "fragmentOutside",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        fill(row, scale);
        y.write(row[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
