// A shared tile that nothing writes.
import { ceilDiv, copy, f32, type Global, type i32, kernel, range, shared, type Static, work } from "cuica/dsl";

export const unwrittenShared = kernel(
  import.meta.url,
  "unwrittenShared",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = shared(f32, [block]);
        copy(part, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
