// Elementwise work between projections: SwiGLU, and log-sigmoid gates. One block takes `blockN` columns of one row.
import {
  type bf16,
  ceilDiv,
  convert,
  type DType,
  type f16,
  f32,
  fragment,
  type Global,
  type i32,
  idiv,
  kernel,
  parallel,
  range,
  silu,
  softplus,
  type Static,
  work,
} from "../../dsl/index.ts";

export interface SwigluProblem<T extends number> {
  readonly dtype: DType<T>;
  /** a and b lie side by side in rows of a, and b is absent. */
  readonly packed: boolean;
}
export interface ActivationTuning {
  readonly blockN: number;
  readonly warps: number;
}
/** y = silu(a) * b: a, b and y [row, width]; packed, a is [row, 2 * width]. */
export const swigluForward = kernel(
  import.meta.url,
  "swigluForward",
  <T extends f32 | f16 | bf16>({ packed }: Static<SwigluProblem<T>>, { blockN }: Static<ActivationTuning>) =>
    (a: Global<T, [i32, i32]>, b: Global<T, [i32, i32]>, y: Global<T, [i32, i32]>) => {
      const [rows, columns] = a.shape;
      const width = packed ? idiv(columns, 2) : columns;
      for (const [tile, row] of work([ceilDiv(width, blockN), rows])) {
        const here = range(tile * blockN, blockN);
        const opening = fragment(f32, [blockN]);
        const values = fragment(f32, [blockN]);
        convert((packed ? a.slice(1, 0, width) : a).at(row, here), opening);
        convert((packed ? a.slice(1, width, width) : b).at(row, here), values);
        for (const [n] of parallel(blockN)) values[n] *= silu(opening[n]);
        convert(values, y.at(row, here));
      }
    },
  { problem: { dtype: "bf16", packed: true }, tuning: { blockN: 512, warps: 2 } },
);

export interface LogSigmoidProblem<T extends number, Y extends number> {
  readonly dtype: DType<T>;
  readonly outputDtype: DType<Y>;
}
/** y = log(sigmoid(x)) * scale = -softplus(-x) * scale: x and y [row, width]. */
export const logSigmoidForward = kernel(
  import.meta.url,
  "logSigmoidForward",
  <T extends f32 | f16 | bf16, Y extends f32 | f16 | bf16>(
    _problem: Static<LogSigmoidProblem<T, Y>>,
    { blockN }: Static<ActivationTuning>,
  ) =>
    (x: Global<T, [i32, i32]>, y: Global<Y, [i32, i32]>, scale: f32) => {
      const [rows, width] = x.shape;
      for (const [tile, row] of work([ceilDiv(width, blockN), rows])) {
        const here = range(tile * blockN, blockN);
        const values = fragment(f32, [blockN]);
        convert(x.at(row, here), values);
        for (const [n] of parallel(blockN)) values[n] = -softplus(-values[n]) * scale;
        convert(values, y.at(row, here));
      }
    },
  { problem: { dtype: "bf16", outputDtype: "f32" }, tuning: { blockN: 512, warps: 2 } },
);
