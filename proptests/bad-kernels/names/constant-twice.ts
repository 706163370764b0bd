// One name for a constant of the problem and one of the tuning.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const constantTwice = kernel(
  import.meta.url,
  "constantTwice",
  ({ block }: Static<{ block: number }>, { block, warps }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        fill(t, 0);
        copy(x.at(tile, range(0, block)), t);
        copy(t, y.at(range(tile * block, block)));
      }
    },
  { problem: { block: 64 }, tuning: { block: 64, warps: 4 } },
);
