// `copy` between two shapes.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const copyShapesDiffer = kernel(
  import.meta.url,
  "copyShapesDiffer",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = fragment(f32, [32]);
        copy(y.at(range(tile * 64, 64)), rows);
        copy(rows, y.at(range(tile * 64, 32)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
