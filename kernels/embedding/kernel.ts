// Rows of a table by their numbers, widened to f32: what a residual stream begins with. One block takes `blockN` columns of one token.
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
  type Global,
  type i32,
  kernel,
  range,
  type Static,
  work,
} from "../../dsl/index.ts";

export interface EmbeddingProblem<T extends number> {
  readonly dtype: DType<T>;
}
export interface EmbeddingTuning {
  readonly blockN: number;
  readonly warps: number;
}
/** tokens [row], weight [vocabulary, width], y [row, width]. A token outside the vocabulary gives zeros. */
export const embed = kernel(
  import.meta.url,
  "embed",
  <T extends f32 | f16 | bf16>(_problem: Static<EmbeddingProblem<T>>, { blockN }: Static<EmbeddingTuning>) =>
    (tokens: Global<i32, [i32]>, weight: Global<T, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      const [vocabulary, width] = weight.shape;
      for (const [tile, row] of work([ceilDiv(width, blockN), tokens.shape[0]])) {
        const token = tokens.read(row);
        const here = range(tile * blockN, blockN);
        const values = fragment(f32, [blockN]);
        fill(values, 0);
        if (token >= 0 && token < vocabulary) convert(weight.at(token, here), values);
        copy(values, y.at(row, here));
      }
    },
  { problem: { dtype: "bf16" }, tuning: { blockN: 512, warps: 2 } },
);
