// A product of a matrix with a vector.
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
  work,
} from "cuica/dsl";

export const gemmVector = kernel(
  import.meta.url,
  "gemmVector",
  (_problem: Static<object>, { blockM, blockK }: Static<{ blockM: number; blockK: number; warps: number }>) =>
    (a: Global<bf16, [i32, i32]>, b: Global<bf16, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(c.shape[0], blockM)])) {
        const aTile = shared(bf16, [blockM, blockK]);
        const vector = shared(bf16, [blockK]);
        const sums = fragment(f32, [blockM]);
        copy(a.at(range(tile * blockM, blockM), range(0, blockK)), aTile);
        copy(b.at(0, range(0, blockK)), vector);
        gemm(aTile, vector, sums);
        copy(sums, c.at(range(tile * blockM, blockM), 0));
      }
    },
  { problem: {}, tuning: { blockM: 64, blockK: 32, warps: 4 } },
);
