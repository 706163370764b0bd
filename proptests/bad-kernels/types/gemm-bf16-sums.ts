// A product with a bf16 accumulator.
import {
  bf16,
  ceilDiv,
  convert,
  copy,
  type f32,
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

export const gemmBf16Sums = kernel(
  import.meta.url,
  "gemmBf16Sums",
  (_problem: Static<object>, { blockM, blockN, blockK }: Static<{ blockM: number; blockN: number; blockK: number; warps: number }>) =>
    (a: Global<bf16, [i32, i32]>, b: Global<bf16, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(c.shape[0], blockM)])) {
        const aTile = shared(bf16, [blockM, blockK]);
        const bTile = shared(bf16, [blockK, blockN]);
        const sums = fragment(bf16, [blockM, blockN]);
        copy(a.at(range(tile * blockM, blockM), range(0, blockK)), aTile);
        copy(b.at(range(0, blockK), range(0, blockN)), bTile);
        gemm(aTile, bTile, sums, { accumulate: false });
        convert(sums, c.at(range(tile * blockM, blockM), range(0, blockN)));
      }
    },
  { problem: {}, tuning: { blockM: 64, blockN: 64, blockK: 32, warps: 4 } },
);
