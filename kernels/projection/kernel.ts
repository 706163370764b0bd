// y = x W^T + bias with f32 sums: a row of x at a time (`projectRow`: bound by the weight's bytes), or tiles of rows (`projectTiles`: matrix
// instructions). Both may add to a residual in f32 instead of writing y. A row may be normed as it is read: sums are of x times the norm's weight,
// and 1 / sqrt(mean(x^2) + epsilon), which is known behind the last step, multiplies them. Steps along the inner extent are fetched ahead.
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
  gemv,
  type Global,
  type i32,
  kernel,
  parallel,
  pipelined,
  range,
  reduceSum,
  rsqrt,
  silu,
  type Static,
  shared,
  transpose,
  work,
} from "../../dsl/index.ts";

interface Problem<T extends number, Y extends number> {
  readonly dtype: DType<T>;
  /** Of y; f32 where it is a residual. */
  readonly outputDtype: DType<Y>;
  readonly hasBias: boolean;
  /** y is added to: y += x W^T + bias. */
  readonly addsTo: boolean;
}
/** Of a row at a time, which is multiplied in f32. */
export interface RowProblem<X extends number, T extends number, Y extends number> extends Problem<T, Y> {
  /** Of x: f32 if it is normed, else dtype. */
  readonly inputDtype: DType<X>;
  /** x is normed: y = (x / sqrt(mean(x^2) + epsilon) * norm) W^T + bias. */
  readonly hasNorm: boolean;
}
export interface TileProblem<T extends number, Y extends number> extends Problem<T, Y> {
  /** Of matrix instructions: "ieee" for 16 bits; "3xtf32", or "tf32" for speed, for f32. */
  readonly precision: "ieee" | "tf32" | "3xtf32";
}
export interface RowTuning {
  /** Outputs of a block, and elements of a step along the inner extent. */
  readonly blockN: number;
  readonly blockK: number;
  readonly stages: number;
  readonly warps: number;
}
/** x [row, inner], norm [inner], weight [output, inner], bias [output], y [row, output]. Tensors that the problem leaves out may be null. */
export const projectRow = kernel(
  import.meta.url,
  "projectRow",
  <X extends f32 | f16 | bf16, T extends f32 | f16 | bf16, Y extends f32 | f16 | bf16>(
    { dtype, inputDtype, hasBias, addsTo, hasNorm }: Static<RowProblem<X, T, Y>>,
    { blockN, blockK, stages }: Static<RowTuning>,
  ) =>
    (
      x: Global<X, [i32, i32]>,
      norm: Global<f32, [i32]>,
      weight: Global<T, [i32, i32]>,
      bias: Global<f32, [i32]>,
      y: Global<Y, [i32, i32]>,
      epsilon: f32,
    ) => {
      const [rows, inner] = x.shape;
      for (const [tile, row] of work([ceilDiv(weight.shape[0], blockN), rows])) {
        const outputs = range(tile * blockN, blockN);
        const weightTile = shared(dtype, [blockN, blockK]);
        const xTile = shared(inputDtype, [blockK]);
        const normTile = shared(f32, [blockK]);
        const matrix = fragment(f32, [blockN, blockK]);
        const vector = fragment(f32, [blockK]);
        const squares = fragment(f32, [blockK]);
        const scale = fragment(f32, [1]);
        const part = fragment(f32, [blockN]);
        const sums = fragment(f32, [blockN]);
        fill(sums, 0);
        fill(squares, 0);
        for (const step of pipelined(0, ceilDiv(inner, blockK), { stages })) {
          const here = range(step * blockK, blockK);
          copy(weight.at(outputs, here), weightTile);
          copy(x.at(row, here), xTile);
          convert(xTile, vector);
          if (hasNorm) {
            copy(norm.at(here), normTile);
            for (const [k] of parallel(blockK)) squares[k] += vector[k] * vector[k];
            for (const [k] of parallel(blockK)) vector[k] *= normTile[k];
          }
          convert(weightTile, matrix);
          gemv(matrix, vector, part);
          for (const [n] of parallel(blockN)) sums[n] += part[n];
        }
        if (hasNorm) {
          reduceSum(squares, 0, scale);
          for (const [n] of parallel(blockN)) sums[n] *= rsqrt(scale[0] / f32(inner) + epsilon);
        }
        if (hasBias) {
          copy(bias.at(outputs), part);
          for (const [n] of parallel(blockN)) sums[n] += part[n];
        }
        if (addsTo) {
          convert(y.at(row, outputs), part);
          for (const [n] of parallel(blockN)) sums[n] += part[n];
        }
        convert(sums, y.at(row, outputs));
      }
    },
  {
    problem: { dtype: "bf16", inputDtype: "bf16", outputDtype: "bf16", hasBias: false, addsTo: false, hasNorm: false },
    tuning: { blockN: 4, blockK: 512, stages: 4, warps: 4 },
  },
);

/**
 * SwiGLU of a row at a time: x [row, inner] and weight [2 * output, inner] give y [row, output] = silu(x W1^T) * x W2^T, where W1 is the first half
 * of the weight's rows. With norm [inner], x is normed first.
 */
export const projectRowSwiglu = kernel(
  import.meta.url,
  "projectRowSwiglu",
  <X extends f32 | f16 | bf16, T extends f32 | f16 | bf16>(
    { dtype, inputDtype, hasNorm }: Static<{ dtype: DType<T>; inputDtype: DType<X>; hasNorm: boolean }>,
    { blockN, blockK, stages }: Static<RowTuning>,
  ) =>
    (x: Global<X, [i32, i32]>, norm: Global<f32, [i32]>, weight: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>, epsilon: f32) => {
      const [rows, inner] = x.shape;
      const width = y.shape[1];
      for (const [tile, row] of work([ceilDiv(width, blockN), rows])) {
        const outputs = range(tile * blockN, blockN);
        const openingTile = shared(dtype, [blockN, blockK]);
        const weightTile = shared(dtype, [blockN, blockK]);
        const xTile = shared(inputDtype, [blockK]);
        const normTile = shared(f32, [blockK]);
        const matrix = fragment(f32, [blockN, blockK]);
        const vector = fragment(f32, [blockK]);
        const squares = fragment(f32, [blockK]);
        const scale = fragment(f32, [1]);
        const part = fragment(f32, [blockN]);
        const openings = fragment(f32, [blockN]);
        const sums = fragment(f32, [blockN]);
        fill(openings, 0);
        fill(sums, 0);
        fill(squares, 0);
        for (const step of pipelined(0, ceilDiv(inner, blockK), { stages })) {
          const here = range(step * blockK, blockK);
          copy(weight.slice(0, 0, width).at(outputs, here), openingTile);
          copy(weight.slice(0, width, width).at(outputs, here), weightTile);
          copy(x.at(row, here), xTile);
          convert(xTile, vector);
          if (hasNorm) {
            copy(norm.at(here), normTile);
            for (const [k] of parallel(blockK)) squares[k] += vector[k] * vector[k];
            for (const [k] of parallel(blockK)) vector[k] *= normTile[k];
          }
          convert(openingTile, matrix);
          gemv(matrix, vector, part);
          for (const [n] of parallel(blockN)) openings[n] += part[n];
          convert(weightTile, matrix);
          gemv(matrix, vector, part);
          for (const [n] of parallel(blockN)) sums[n] += part[n];
        }
        if (hasNorm) {
          reduceSum(squares, 0, scale);
          for (const [n] of parallel(blockN)) {
            const inverse = rsqrt(scale[0] / f32(inner) + epsilon);
            openings[n] *= inverse;
            sums[n] *= inverse;
          }
        }
        for (const [n] of parallel(blockN)) sums[n] *= silu(openings[n]);
        convert(sums, y.at(row, outputs));
      }
    },
  { problem: { dtype: "bf16", inputDtype: "bf16", hasNorm: false }, tuning: { blockN: 4, blockK: 512, stages: 4, warps: 4 } },
);

export interface TileTuning extends RowTuning {
  /** Rows of a block. */
  readonly blockM: number;
}
/** As projectRow, for rows in tiles. */
export const projectTiles = kernel(
  import.meta.url,
  "projectTiles",
  <T extends f32 | f16 | bf16, Y extends f32 | f16 | bf16>(
    { dtype, hasBias, addsTo, precision }: Static<TileProblem<T, Y>>,
    { blockM, blockN, blockK, stages }: Static<TileTuning>,
  ) =>
    (x: Global<T, [i32, i32]>, weight: Global<T, [i32, i32]>, bias: Global<f32, [i32]>, y: Global<Y, [i32, i32]>) => {
      const [rows, inner] = x.shape;
      for (const [outputTile, rowTile] of work([ceilDiv(weight.shape[0], blockN), ceilDiv(rows, blockM)])) {
        const here = range(rowTile * blockM, blockM);
        const outputs = range(outputTile * blockN, blockN);
        const xTile = shared(dtype, [blockM, blockK]);
        const weightTile = shared(dtype, [blockN, blockK]);
        const sums = fragment(f32, [blockM, blockN]);
        // A residual is where sums begin: there are no registers to hold it beside them.
        if (addsTo) convert(y.at(here, outputs), sums);
        else fill(sums, 0);
        for (const step of pipelined(0, ceilDiv(inner, blockK), { stages })) {
          copy(x.at(here, range(step * blockK, blockK)), xTile);
          copy(weight.at(outputs, range(step * blockK, blockK)), weightTile);
          gemm(xTile, transpose(weightTile), sums, { precision });
        }
        if (hasBias) {
          const offsets = fragment(f32, [blockN]);
          copy(bias.at(outputs), offsets);
          for (const [i, j] of parallel(blockM, blockN)) sums[i][j] += offsets[j];
        }
        convert(sums, y.at(here, outputs));
      }
    },
  {
    problem: { dtype: "bf16", outputDtype: "bf16", hasBias: false, addsTo: false, precision: "ieee" },
    tuning: { blockM: 128, blockN: 128, blockK: 32, stages: 3, warps: 4 },
  },
);
