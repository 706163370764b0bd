// `copy` between two named shapes.
import { copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const copyNamedShapesDiffer = kernel(
  import.meta.url,
  "copyNamedShapesDiffer",
  (_problem: Static<object>, { blockM, blockN }: Static<{ blockM: number; blockN: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([n])) {
        const rows = fragment(f32, [blockN]);
        copy(y.at(range(tile * blockM, blockM)), rows);
        copy(rows, y.at(range(tile * blockN, blockN)));
      }
    },
  { problem: {}, tuning: { blockM: 32, blockN: 64, warps: 4 } },
);
