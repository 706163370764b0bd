// A range of a size known at run time.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const runTimeRange = kernel(
  import.meta.url,
  "runTimeRange",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block]);
        copy(y.at(range(tile * block, n)), part);
        copy(part, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
