// A reduction of 16-bit values.
import {
  bf16,
  ceilDiv,
  copy,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  reduceMax,
  type Static,
  work,
} from "cuica/dsl";

export const reduceBf16 = kernel(
  import.meta.url,
  "reduceBf16",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (h: Global<bf16, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const scores = fragment(bf16, [16, block]);
        const rowMax = fragment(bf16, [16]);
        fill(scores, 0);
        reduceMax(scores, 1, rowMax);
        copy(rowMax, h.at(range(0, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
