// A fragment as the transposed operand of a product.
import {
  bf16,
  ceilDiv,
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

export const transposedFragmentOperand = kernel(
  import.meta.url,
  "transposedFragmentOperand",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (a: Global<bf16, [i32, i32]>, b: Global<bf16, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(c.shape[0], 64)])) {
        const left = fragment(bf16, [64, 64]);
        const right = shared(bf16, [64, 64]);
        const sums = fragment(f32, [64, 64]);
        copy(a.at(range(tile * 64, 64), range(0, 64)), left);
        copy(b.at(range(0, 64), range(0, 64)), right);
        gemm(transpose(left), right, sums, { accumulate: false });
        copy(sums, c.at(range(tile * 64, 64), range(0, 64)));
      }
    },
  { problem: {}, tuning: { warps: 4 } },
);
