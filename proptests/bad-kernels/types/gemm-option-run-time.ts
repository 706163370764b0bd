// An option known at run time.
import {
  bf16,
  ceilDiv,
  copy,
  f32,
  fill,
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

export const gemmOptionRunTime = kernel(
  import.meta.url,
  "gemmOptionRunTime",
  (_problem: Static<object>, { blockM, blockN, blockK }: Static<{ blockM: number; blockN: number; blockK: number; warps: number }>) =>
    (a: Global<bf16, [i32, i32]>, b: Global<bf16, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([ceilDiv(c.shape[0], blockM)])) {
        const aTile = shared(bf16, [blockM, blockK]);
        const bTile = shared(bf16, [blockK, blockN]);
        const sums = fragment(f32, [blockM, blockN]);
        copy(a.at(range(tile * blockM, blockM), range(0, blockK)), aTile);
        copy(b.at(range(0, blockK), range(0, blockN)), bTile);
        fill(sums, 0);
        gemm(aTile, bTile, sums, { accumulate: tile > 0 });
        copy(sums, c.at(range(tile * blockM, blockM), range(0, blockN)));
      }
    },
  { problem: {}, tuning: { blockM: 64, blockN: 64, blockK: 32, warps: 4 } },
);
