// Two fragments added by an operator.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const tilesAdded = kernel(
  import.meta.url,
  "tilesAdded",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const a = fragment(f32, [block]);
        const b = fragment(f32, [block]);
        fill(a, 1);
        fill(b, 2);
        const sum = a + b;
        y.write(sum, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
