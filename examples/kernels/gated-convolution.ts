// What stands between two projections of a gated convolutional block, in one launch: a causal depthwise convolution along the sequence with
// bias and SiLU, RMSNorm over the channels, and a gate. Apart it would be four launches that each read and write the whole of x.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type DType,
  type Dim,
  exp,
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
  shared,
  type Static,
  unrolled,
  work,
} from "../../dsl/index.ts";

interface Problem<T extends number> {
  dtype: DType<T>;
  /** Rows are normalised over all of them. */
  channels: number;
  /** Taps of the convolution: a row sees itself and so many less one before it. */
  width: number;
  hasBias: boolean;
}
interface Tuning {
  blockM: number;
  warps: number;
}

const silu = (x: f32): f32 => x / (1 + exp(-x));

export const gatedConvolution = kernel(
  import.meta.url,
  "gatedConvolution",
  <T extends f32 | f16 | bf16>({ dtype, channels, width, hasBias }: Static<Problem<T>>, { blockM }: Static<Tuning>) =>
    (
      x: Global<T, [i32, i32, Dim<"channels">]>,
      gate: Global<T, [i32, i32, Dim<"channels">]>,
      taps: Global<T, [Dim<"width">, Dim<"channels">]>,
      bias: Global<T, [Dim<"channels">]>,
      scale: Global<T, [Dim<"channels">]>,
      y: Global<T, [i32, i32, Dim<"channels">]>,
      epsilon: f32,
    ) => {
      const [sequences, length] = x.shape;
      for (const [tile, sequence] of work([ceilDiv(length, blockM), sequences])) {
        const top = tile * blockM;
        const all = range(0, channels);
        // The rows of the tile and those before it that its first rows see; before the beginning of the sequence they are 0.
        const rows = shared(dtype, [blockM + width - 1, channels]);
        copy(x.at(sequence, range(top - (width - 1), blockM + width - 1), all), rows);
        const values = fragment(f32, [blockM, channels]);
        const perChannel = fragment(f32, [channels]);
        fill(values, 0);
        for (const k of unrolled(0, width)) {
          convert(taps.at(k, all), perChannel);
          for (const [i, j] of parallel(blockM, channels)) values[i][j] += rows[i + k]![j] * perChannel[j];
        }
        if (hasBias) {
          convert(bias.at(all), perChannel);
          for (const [i, j] of parallel(blockM, channels)) values[i][j] += perChannel[j];
        }
        const squares = fragment(f32, [blockM, channels]);
        for (const [i, j] of parallel(blockM, channels)) {
          values[i][j] = silu(values[i][j]);
          squares[i][j] = values[i][j] * values[i][j];
        }
        const norm = fragment(f32, [blockM]);
        reduceSum(squares, 1, norm);
        for (const [i] of parallel(blockM)) norm[i] = rsqrt(norm[i] / channels + epsilon);
        const gates = fragment(f32, [blockM, channels]);
        convert(gate.at(sequence, range(top, blockM), all), gates);
        convert(scale.at(all), perChannel);
        for (const [i, j] of parallel(blockM, channels)) values[i][j] *= norm[i] * perChannel[j] * silu(gates[i][j]);
        convert(values, y.at(sequence, range(top, blockM), all));
      }
    },
  { problem: { dtype: "bf16", channels: 1024, width: 4, hasBias: true }, tuning: { blockM: 4, warps: 8 } },
);
