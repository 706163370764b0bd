// RMSNorm of rows: y = x / sqrt(mean(x^2) + epsilon) * weight, optionally of x + addend, which becomes x, and optionally times silu of a gate.
// One block takes `blockM` rows. A row of at most `blockN` columns is read once and stays in registers; a longer one is walked twice.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  type f16,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  reduceSum,
  rsqrt,
  type Static,
  serial,
  silu,
  work,
} from "../../dsl/index.ts";

export interface NormProblem<X extends number, T extends number> {
  /** Of x, which is f32 where an addend is added to it. */
  readonly inputDtype: DType<X>;
  /** Of addend, gate and y. */
  readonly dtype: DType<T>;
  readonly width: number;
  readonly hasAddend: boolean;
  readonly hasGate: boolean;
}
export interface NormTuning {
  readonly blockM: number;
  readonly blockN: number;
  readonly warps: number;
}
/** x, addend, gate and y [row, width], weight [width]. Tensors that the problem leaves out may be null. */
export const normForward = kernel(
  import.meta.url,
  "normForward",
  <X extends f32 | f16 | bf16, T extends f32 | f16 | bf16>(
    { width, hasAddend, hasGate }: Static<NormProblem<X, T>>,
    { blockM, blockN }: Static<NormTuning>,
  ) =>
    (
      x: Global<X, [i32, Dim<"width">]>,
      addend: Global<T, [i32, Dim<"width">]>,
      weight: Global<f32, [Dim<"width">]>,
      gate: Global<T, [i32, Dim<"width">]>,
      y: Global<T, [i32, Dim<"width">]>,
      epsilon: f32,
    ) => {
      for (const [rowTile] of work([ceilDiv(x.shape[0], blockM)])) {
        const rows = range(rowTile * blockM, blockM);
        const values = fragment(f32, [blockM, blockN]);
        const added = fragment(f32, [blockM, blockN]);
        const squares = fragment(f32, [blockM, blockN]);
        const weights = fragment(f32, [blockN]);
        const inverse = fragment(f32, [blockM]);
        fill(squares, 0);
        for (const left of serial(0, width, blockN)) {
          const here = range(left, blockN);
          convert(x.at(rows, here), values);
          if (hasAddend) {
            convert(addend.at(rows, here), added);
            for (const [i, j] of parallel(blockM, blockN)) values[i][j] += added[i][j];
            convert(values, x.at(rows, here));
          }
          for (const [i, j] of parallel(blockM, blockN)) squares[i][j] += values[i][j] * values[i][j];
        }
        reduceSum(squares, 1, inverse);
        for (const [i] of parallel(blockM)) inverse[i] = rsqrt(inverse[i] / width + epsilon);
        for (const left of serial(0, width, blockN)) {
          const here = range(left, blockN);
          if (width > blockN) convert(x.at(rows, here), values);
          copy(weight.at(here), weights);
          for (const [i, j] of parallel(blockM, blockN)) values[i][j] *= inverse[i] * weights[j];
          if (hasGate) {
            convert(gate.at(rows, here), added);
            for (const [i, j] of parallel(blockM, blockN)) values[i][j] *= silu(added[i][j]);
          }
          convert(values, y.at(rows, here));
        }
      }
    },
  {
    problem: { inputDtype: "f32", dtype: "bf16", width: 1024, hasAddend: false, hasGate: false },
    tuning: { blockM: 1, blockN: 1024, warps: 4 },
  },
);
