// A tile that is the sum of one product and a part of another of a different size.
import {
  bf16,
  ceilDiv,
  convert,
  copy,
  f32,
  fragment,
  gemm,
  type Global,
  type i32,
  kernel,
  range,
  shared,
  type Static,
  transpose,
  work,
} from "cuica/dsl";

export const twoProducts = kernel(
  import.meta.url,
  "twoProducts",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (a: Global<bf16, [i32, i32]>, b: Global<bf16, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(c.shape[0], 64)])) {
        const aTile = shared(bf16, [64, 32]);
        const bTile = shared(bf16, [32, 64]);
        const scores = fragment(f32, [64, 64]);
        const weights = fragment(bf16, [64, 64]);
        const values = shared(bf16, [64, 32]);
        const other = fragment(f32, [32, 64]);
        const out = fragment(f32, [64, 32]);
        copy(a.at(range(tile * 64, 64), range(0, 32)), aTile);
        copy(b.at(range(0, 32), range(0, 64)), bTile);
        copy(a.at(range(0, 64), range(0, 32)), values);
        gemm(aTile, bTile, scores, { accumulate: false });
        convert(scores, weights);
        gemm(weights, values, out, { accumulate: false });
        gemm(transpose(values), weights, other, { accumulate: false });
        copy(out, c.at(range(tile * 64, 64), range(0, 32)));
        copy(other, c.at(range(0, 32), range(0, 64)));
      }
    },
  { problem: {}, tuning: { warps: 4 } },
);
