// What a chunk of the gated delta rule comes to before its state is known. With A the products of keys below the diagonal, times decays and rates, what the
// tokens write is T = (I + A)^-1 diag(beta) times the values less what the chunk's first state recalls, the residuals (Yang et al., "Parallelizing Linear
// Transformers with the Delta Rule over Sequence Length", 2024, section 3; with decays, "Gated Delta Networks", 2024, section 3). Tokens overwrite each
// other, so that sums over what is written cancel: T is kept in two parts, and meets the scores of queries here, in f32, where only what is left of a
// residual at an output is rounded. The inverse is found in f32 too: blocks of 16 tokens by substitution, larger ones out of their halves.
import {
  assert,
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
  gemm,
  type Global,
  type i32,
  idiv,
  kernel,
  max,
  local,
  min,
  named,
  parallel,
  range,
  serial,
  type Shared,
  shared,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";
import { chunkSlot, decayBetween } from "./sums.ts";

/** Tokens of a block that is inverted by substitution. */
const SUB = 16;

export interface DeltaPrepareProblem<T extends number> {
  readonly dtype: DType<T>;
  /** Of the products of keys and queries: "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
  readonly keyDim: number;
  /** Tokens of a chunk: 16, 32 or 64. */
  readonly chunk: number;
  readonly hasDecay: boolean;
  readonly packed: boolean;
}
export interface DeltaPrepareTuning {
  readonly warps: number;
}

/** Completes blocks of 2 half tokens of `inverse`, whose halves [[X, 0], [0, Y]] are there: below X comes -Y B X, with B the block's part of `lower`. */
const joinHalves = (inverse: Shared<f32, [number, number]>, lower: Shared<f32, [number, number]>, chunk: number, half: number): void => {
  const pairs = chunk / (2 * half);
  const first = shared(f32, [pairs, half, half]);
  const second = shared(f32, [pairs, half, half]);
  const between = shared(f32, [pairs, half, half]);
  const product = fragment(f32, [pairs, half, half]);
  const products = shared(f32, [pairs, half, half]);
  const joined = fragment(f32, [pairs, half, half]);
  for (const [p, i, j] of parallel(pairs, half, half)) {
    first[p]![i]![j] = inverse[2 * half * p + i]![2 * half * p + j]!;
    second[p]![i]![j] = inverse[2 * half * p + half + i]![2 * half * p + half + j]!;
    between[p]![i]![j] = lower[2 * half * p + half + i]![2 * half * p + j]!;
  }
  gemm(second, between, product, { accumulate: false, precision: "3xtf32" });
  copy(product, products);
  gemm(products, first, joined, { accumulate: false, precision: "3xtf32" });
  for (const [p, i, j] of parallel(pairs, half, half)) inverse[2 * half * p + half + i]![2 * half * p + j] = -joined[p]![i]![j]!;
};

/**
 * q and k [batch, token, group, keyDim], beta [batch, token, head] and the sums of `chunkSums` give, for tokens j of a token's chunk, weights [batch, token, head,
 * j]: what of j's residual its output has, times `scale` (only of earlier tokens; ownWeights [batch, head, slot, token of the chunk] is its own); and
 * writes [batch, token, head, j]: what of j's residual it writes. `writesRest` is what the rounding of writes leaves, but of f32. Slots are `chunkSlot`'s.
 */
export const deltaPrepare = kernel(
  import.meta.url,
  "deltaPrepare",
  <T extends f16 | bf16 | f32>(
    { dtype, precision, keyDim, chunk, hasDecay, packed }: Static<DeltaPrepareProblem<T>>,
    _tuning: Static<DeltaPrepareTuning>,
  ) =>
    (
      q: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      k: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      beta: Global<f32, [i32, i32, i32]>,
      wholes: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      sums: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      cuSeqlens: Global<i32, [i32]>,
      weights: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      ownWeights: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      writes: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      writesRest: Global<T, [i32, i32, i32, Dim<"chunk">]>,
      maxTokens: i32,
      scale: f32,
    ) => {
      if (chunk !== 16 && chunk !== 32 && chunk !== 64) throw new Error("deltaPrepare takes chunks of 16, 32 or 64 tokens");
      const subs = named("subs", chunk / SUB);
      const heads = beta.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : q.shape[0];
      for (const [n, head, sequence] of work([ceilDiv(packed ? max(maxTokens, 1) : maxTokens, chunk), heads, sequences])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : q.shape[1];
        const top = n * chunk;
        if (packed) if (n === 0 && head === 0) assert(tokens <= maxTokens, "maxTokens is at least the longest sequence's length");
        if (top >= tokens) continue;
        const group = idiv(head, idiv(heads, q.shape[2]));
        const slot = chunkSlot(packed, first, chunk, sequence, n);
        const queries = packed ? q.slice(1, first, tokens) : q;
        const keys = packed ? k.slice(1, first, tokens) : k;
        const resultWeights = packed ? weights.slice(1, first, tokens) : weights;
        const resultWrites = packed ? writes.slice(1, first, tokens) : writes;
        const resultRest = packed ? writesRest.slice(1, first, tokens) : writesRest;

        const queryRows = shared(dtype, [chunk, keyDim]);
        const keyRows = shared(dtype, [chunk, keyDim]);
        const wholeTile = shared(f32, [chunk]);
        const sumTile = shared(f32, [chunk]);
        const betaTile = shared(f32, [chunk]);
        const ownTile = shared(f32, [chunk]);
        const product = fragment(f32, [chunk, chunk]);
        const rounded = fragment(dtype, [chunk, chunk]);
        const scores = shared(f32, [chunk, chunk]);
        const lower = shared(f32, [chunk, chunk]);
        const inverse = shared(f32, [chunk, chunk]);
        copy(queries.at(batch, range(top, chunk), group, range(0, keyDim)), queryRows);
        copy(keys.at(batch, range(top, chunk), group, range(0, keyDim)), keyRows);
        if (hasDecay) {
          copy(wholes.at(batch, head, slot, range(0, chunk)), wholeTile);
          copy(sums.at(batch, head, slot, range(0, chunk)), sumTile);
        }
        for (const [i] of parallel(chunk)) betaTile[i] = top + i < tokens ? beta.read(batch, first + top + i, head) : 0;

        gemm(queryRows, transpose(keyRows), product, { accumulate: false, precision });
        for (const [i, j] of parallel(chunk, chunk)) {
          const scaled = (hasDecay ? product[i][j] * decayBetween(wholeTile, sumTile, j, i) : product[i][j]) * scale;
          if (i === j) ownTile[min(i, j)] = scaled * betaTile[i]!;
          product[i][j] = j <= i ? scaled : 0;
        }
        copy(product, scores);
        copy(ownTile, ownWeights.at(batch, head, slot, range(0, chunk)));

        gemm(keyRows, transpose(keyRows), product, { accumulate: false, precision });
        for (const [i, j] of parallel(chunk, chunk)) {
          const decayed = hasDecay ? product[i][j] * decayBetween(wholeTile, sumTile, j, i) : product[i][j];
          product[i][j] = j < i ? decayed * betaTile[i]! : 0;
        }
        copy(product, lower);
        fill(inverse, 0);
        for (const [s, j] of parallel(subs, SUB)) {
          const column = local(f32, [SUB]);
          for (const i of serial(0, SUB)) {
            let sum: f32 = i === j ? 1 : 0;
            for (const m of serial(0, SUB)) if (m < i) sum -= lower[SUB * s + i]![SUB * s + m]! * column[m]!;
            column[i] = sum;
            inverse[SUB * s + i]![SUB * s + j] = sum;
          }
        }
        if (chunk > 16) joinHalves(inverse, lower, chunk, 16);
        if (chunk > 32) joinHalves(inverse, lower, chunk, 32);

        gemm(scores, inverse, product, { accumulate: false, precision: "3xtf32" });
        for (const [i, j] of parallel(chunk, chunk)) product[i][j] = j < i ? product[i][j] * betaTile[j]! : 0;
        convert(product, rounded);
        copy(rounded, resultWeights.at(batch, range(top, chunk), head, range(0, chunk)));

        copy(inverse, product);
        for (const [i, j] of parallel(chunk, chunk)) product[i][j] *= betaTile[j]!;
        convert(product, rounded);
        copy(rounded, resultWrites.at(batch, range(top, chunk), head, range(0, chunk)));
        if (precision === "ieee") {
          for (const [i, j] of parallel(chunk, chunk)) rounded[i][j] = dtype(product[i][j] - f32(rounded[i][j]));
          copy(rounded, resultRest.at(batch, range(top, chunk), head, range(0, chunk)));
        }
      }
    },
  {
    problem: { dtype: "bf16", precision: "ieee", keyDim: 128, chunk: 64, hasDecay: true, packed: false },
    tuning: { warps: 4 },
  },
);
