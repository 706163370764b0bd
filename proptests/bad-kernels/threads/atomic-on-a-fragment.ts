// An atomic addition to an element in registers.
import { atomicAdd, ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, parallel, range, type Static, work } from "cuica/dsl";

export const atomicOnAFragment = kernel(
  import.meta.url,
  "atomicOnAFragment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block]);
        fill(part, 0);
        for (const [i] of parallel(block)) atomicAdd(part[i], 1);
        copy(part, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
