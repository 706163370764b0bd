// An f32 value stored to a bf16 fragment.
import {
  bf16,
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const narrowingStore = kernel(
  import.meta.url,
  "narrowingStore",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (h: Global<bf16, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        const rounded = fragment(bf16, [block]);
        fill(sums, 0);
        for (const [i] of parallel(block)) rounded[i] = sums[i];
        copy(rounded, h.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
