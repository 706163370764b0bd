// A tile of an extent known at launch.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const runTimeExtent = kernel(
  import.meta.url,
  "runTimeExtent",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = fragment(f32, [n]);
        fill(rows, 0);
        copy(rows, y.at(range(0, n)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
