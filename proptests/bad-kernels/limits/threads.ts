// More warps than a block may have.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const threads = kernel(
  import.meta.url,
  "threads",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block]);
        fill(part, scale);
        copy(part, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 4096, warps: 64 } },
);
