// A loop that changes a shared tile and keeps the old elements in a fragment of which several threads hold copies.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, parallel, range, shared, type Static, work } from "cuica/dsl";

export const readWhileWritten = kernel(
  import.meta.url,
  "readWhileWritten",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = shared(f32, [16]);
        const before = fragment(f32, [16]);
        copy(x.at(range(tile * 16, 16)), part);
        for (const [i] of parallel(16)) {
          before[i] = part[i];
          part[i] = before[i] * 2;
        }
        copy(before, y.at(range(tile * 16, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
