// A fragment that is read before anything is in it.
import {
  ceilDiv,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const unwrittenFragment = kernel(
  import.meta.url,
  "unwrittenFragment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        for (const [i] of parallel(block)) sums[i] += y.read(tile * block + i);
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
