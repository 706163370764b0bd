// A tile chosen by `?:` at run time.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const tileChosenByCondition = kernel(
  import.meta.url,
  "tileChosenByCondition",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const a = fragment(f32, [block]);
        const b = fragment(f32, [block]);
        fill(a, 0);
        fill(b, 1);
        copy(n > 3 ? a : b, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
