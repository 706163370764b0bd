// c = activation(a b + bias), tiled, with copies of the next tiles under way while a product runs.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type DType,
  exp,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  kernel,
  max,
  parallel,
  pipelined,
  range,
  type Static,
  shared,
  tanh,
  work,
} from "../../dsl/index.ts";

export interface MatrixProductProblem<T extends number> {
  dtype: DType<T>;
  activation: "none" | "relu" | "silu" | "gelu";
  hasBias: boolean;
}
export interface MatrixProductTuning {
  blockM: number;
  blockN: number;
  blockK: number;
  stages: number;
  warps: number;
}

const activate = (activation: "none" | "relu" | "silu" | "gelu", x: f32): f32 => {
  if (activation === "relu") return max(x, 0);
  if (activation === "silu") return x / (1 + exp(-x));
  if (activation === "gelu") return 0.5 * x * (1 + tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  return x;
};

export const matrixProduct = kernel(
  import.meta.url,
  "matrixProduct",
  <T extends f16 | bf16>(
    { dtype, activation, hasBias }: Static<MatrixProductProblem<T>>,
    { blockM, blockN, blockK, stages }: Static<MatrixProductTuning>,
  ) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, bias: Global<f32, [i32]>, c: Global<T, [i32, i32]>) => {
      const [rows, inner] = a.shape;
      const columns = b.shape[1];
      for (const [columnTile, rowTile] of work([ceilDiv(columns, blockN), ceilDiv(rows, blockM)])) {
        const top = rowTile * blockM;
        const left = columnTile * blockN;
        const aTile = shared(dtype, [blockM, blockK]);
        const bTile = shared(dtype, [blockK, blockN]);
        const sums = fragment(f32, [blockM, blockN]);
        fill(sums, 0);
        for (const step of pipelined(0, ceilDiv(inner, blockK), { stages })) {
          copy(a.at(range(top, blockM), range(step * blockK, blockK)), aTile);
          copy(b.at(range(step * blockK, blockK), range(left, blockN)), bTile);
          gemm(aTile, bTile, sums);
        }
        if (hasBias) {
          const biasTile = fragment(f32, [blockN]);
          copy(bias.at(range(left, blockN)), biasTile);
          for (const [i, j] of parallel(blockM, blockN)) sums[i][j] += biasTile[j];
        }
        for (const [i, j] of parallel(blockM, blockN)) sums[i][j] = activate(activation, sums[i][j]);
        convert(sums, c.at(range(top, blockM), range(left, blockN)));
      }
    },
  { problem: { dtype: "bf16", activation: "none", hasBias: false }, tuning: { blockM: 128, blockN: 128, blockK: 32, stages: 3, warps: 4 } },
);
