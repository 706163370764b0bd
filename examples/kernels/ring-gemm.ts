// c = a b with an explicit ring: the same schedule as a pipelined loop, written out. Each step of k fills one slot, `stages - 1` steps ahead.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type DType,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  kernel,
  range,
  ring,
  type Static,
  serial,
  shared,
  unrolled,
  work,
} from "../../dsl/index.ts";

export interface RingProductProblem<T extends number> {
  dtype: DType<T>;
}
export interface RingProductTuning {
  blockM: number;
  blockN: number;
  blockK: number;
  stages: number;
  warps: number;
}

export const ringProduct = kernel(
  import.meta.url,
  "ringProduct",
  <T extends f16 | bf16>({ dtype }: Static<RingProductProblem<T>>, { blockM, blockN, blockK, stages }: Static<RingProductTuning>) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, c: Global<T, [i32, i32]>) => {
      const [rows, inner] = a.shape;
      const columns = b.shape[1];
      for (const [columnTile, rowTile] of work([ceilDiv(columns, blockN), ceilDiv(rows, blockM)])) {
        const top = rowTile * blockM;
        const left = columnTile * blockN;
        const sums = fragment(f32, [blockM, blockN]);
        const operands = ring({ a: shared(dtype, [blockM, blockK]), b: shared(dtype, [blockK, blockN]) }, { stages });
        const steps = ceilDiv(inner, blockK);
        const fetch = (step: i32): void =>
          operands.produce((slot) => {
            if (step < steps) {
              copy(a.at(range(top, blockM), range(step * blockK, blockK)), slot.a);
              copy(b.at(range(step * blockK, blockK), range(left, blockN)), slot.b);
            }
          });
        fill(sums, 0);
        for (const step of unrolled(0, stages - 1)) fetch(step);
        for (const step of serial(0, steps))
          operands.consume((slot) => {
            fetch(step + (stages - 1));
            gemm(slot.a, slot.b, sums);
          });
        convert(sums, c.at(range(top, blockM), range(left, blockN)));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { blockM: 128, blockN: 128, blockK: 32, stages: 3, warps: 4 } },
);
