// A tile without elements.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const zeroExtent = kernel(
  import.meta.url,
  "zeroExtent",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block - 64]);
        fill(part, 0);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
