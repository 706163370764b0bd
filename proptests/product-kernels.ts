// One matrix product with everything that may be chosen: dtype, precision, where the operands lie and how they are stored; for the tests beside it.
import {
  convert,
  copy,
  type DType,
  type bf16,
  type f16,
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
} from "../dsl/index.ts";

export interface ProductProblem<T extends number> {
  dtype: DType<T>;
  precision: "ieee" | "tf32" | "3xtf32";
  turnLeft: boolean;
  turnRight: boolean;
  /** Operands held in fragments. */
  holdLeft: boolean;
  holdRight: boolean;
}
export interface ProductTuning {
  m: number;
  n: number;
  k: number;
  warps: number;
}

export const product = kernel(
  import.meta.url,
  "product",
  <T extends f16 | bf16 | f32>(
    { dtype, precision, turnLeft, turnRight, holdLeft, holdRight }: Static<ProductProblem<T>>,
    { m, n, k }: Static<ProductTuning>,
  ) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, c: Global<f32, [i32, i32]>) => {
      const [leftRows, leftColumns]: number[] = turnLeft ? [k, m] : [m, k];
      const [rightRows, rightColumns]: number[] = turnRight ? [n, k] : [k, n];
      for (const [block] of work([1])) {
        const left = (holdLeft ? fragment : shared)(dtype, [leftRows!, leftColumns!]);
        const right = (holdRight ? fragment : shared)(dtype, [rightRows!, rightColumns!]);
        const sums = fragment(f32, [m as number, n as number]);
        copy(a.at(range(block, leftRows!), range(0, leftColumns!)), left);
        copy(b.at(range(block, rightRows!), range(0, rightColumns!)), right);
        copy(c.at(range(block, m as number), range(0, n as number)), sums);
        gemm(turnLeft ? transpose(left) : left, turnRight ? transpose(right) : right, sums, { precision });
        copy(sums, c.at(range(block, m as number), range(0, n as number)));
      }
    },
  {
    problem: { dtype: "f32", precision: "tf32", turnLeft: false, turnRight: false, holdLeft: false, holdRight: false },
    tuning: { m: 16, n: 16, k: 16, warps: 1 },
  },
);

export interface BatchTuning {
  batch: number;
  m: number;
  n: number;
  k: number;
  warps: number;
}
/** c[i] += a[i] b[i] for each i, the tiles stacked along the tensors' first axis; b is stored as its transpose if `turnRight`. */
export const batched = kernel(
  import.meta.url,
  "batched",
  <T extends f16 | bf16>(
    { dtype, turnRight, hold }: Static<{ dtype: DType<T>; turnRight: boolean; hold: boolean }>,
    { batch, m, n, k }: Static<BatchTuning>,
  ) =>
    (a: Global<T, [i32, i32, i32]>, b: Global<T, [i32, i32, i32]>, c: Global<f32, [i32, i32, i32]>) => {
      const [rightRows, rightColumns]: number[] = turnRight ? [n, k] : [k, n];
      for (const [block] of work([1])) {
        const left = (hold ? fragment : shared)(dtype, [batch as number, m as number, k as number]);
        const right = shared(dtype, [batch as number, rightRows!, rightColumns!]);
        const sums = fragment(f32, [batch as number, m as number, n as number]);
        const all = range(block, batch as number);
        copy(a.at(all, range(0, m as number), range(0, k as number)), left);
        copy(b.at(all, range(0, rightRows!), range(0, rightColumns!)), right);
        copy(c.at(all, range(0, m as number), range(0, n as number)), sums);
        gemm(left, turnRight ? transpose(right) : right, sums);
        copy(sums, c.at(all, range(0, m as number), range(0, n as number)));
      }
    },
  { problem: { dtype: "bf16", turnRight: false, hold: false }, tuning: { batch: 2, m: 16, n: 16, k: 16, warps: 1 } },
);

/** (x w) v with the first product's accumulator as the left operand of the second, in f32 throughout. */
export const chained = kernel(
  import.meta.url,
  "chained",
  ({ precision }: Static<{ precision: "tf32" | "3xtf32" }>, { m, n, k }: Static<ProductTuning>) =>
    (x: Global<f32, [i32, i32]>, w: Global<f32, [i32, i32]>, v: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [block] of work([1])) {
        const [left, right, next] = [shared(f32, [m, k]), shared(f32, [k, n]), shared(f32, [n, n])];
        const [sums, result] = [fragment(f32, [m, n]), fragment(f32, [m, n])];
        copy(x.at(range(block, m), range(0, k)), left);
        copy(w.at(range(block, k), range(0, n)), right);
        copy(v.at(range(block, n), range(0, n)), next);
        gemm(left, right, sums, { accumulate: false, precision });
        gemm(sums, next, result, { accumulate: false, precision });
        convert(result, y.at(range(block, m), range(0, n)));
      }
    },
  { problem: { precision: "3xtf32" }, tuning: { m: 16, n: 16, k: 16, warps: 1 } },
);
