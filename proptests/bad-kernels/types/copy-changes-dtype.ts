// `copy` between two dtypes.
import {
  ceilDiv,
  copy,
  type f16,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const copyChangesDtype = kernel(
  import.meta.url,
  "copyChangesDtype",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (h: Global<f16, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = fragment(f32, [block]);
        copy(h.at(range(tile * block, block)), rows);
        copy(rows, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
