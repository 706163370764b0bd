// c = a b by two roles: one copies the operands of step after step into a ring, the other one multiplies what is there.
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
  role,
  type Static,
  serial,
  shared,
  work,
} from "../../dsl/index.ts";

export interface RoleProductProblem<T extends number> {
  dtype: DType<T>;
}
export interface RoleProductTuning {
  blockM: number;
  blockN: number;
  blockK: number;
  stages: number;
  loadWarps: number;
  productWarps: number;
}

export const roleProduct = kernel(
  import.meta.url,
  "roleProduct",
  <T extends f16 | bf16>(
    { dtype }: Static<RoleProductProblem<T>>,
    { blockM, blockN, blockK, stages, loadWarps, productWarps }: Static<RoleProductTuning>,
  ) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, c: Global<T, [i32, i32]>) => {
      const [rows, inner] = a.shape;
      const columns = b.shape[1];
      for (const [columnTile, rowTile] of work([ceilDiv(columns, blockN), ceilDiv(rows, blockM)])) {
        const top = rowTile * blockM;
        const left = columnTile * blockN;
        const steps = ceilDiv(inner, blockK);
        const operands = ring({ a: shared(dtype, [blockM, blockK]), b: shared(dtype, [blockK, blockN]) }, { stages });
        role("loads", { warps: loadWarps }, () => {
          for (const step of serial(0, steps))
            operands.produce((slot) => {
              copy(a.at(range(top, blockM), range(step * blockK, blockK)), slot.a);
              copy(b.at(range(step * blockK, blockK), range(left, blockN)), slot.b);
            });
        });
        role("products", { warps: productWarps }, () => {
          const sums = fragment(f32, [blockM, blockN]);
          fill(sums, 0);
          for (const _ of serial(0, steps)) operands.consume((slot) => gemm(slot.a, slot.b, sums));
          convert(sums, c.at(range(top, blockM), range(left, blockN)));
        });
      }
    },
  { problem: { dtype: "bf16" }, tuning: { blockM: 128, blockN: 128, blockK: 32, stages: 3, loadWarps: 1, productWarps: 4 } },
);
