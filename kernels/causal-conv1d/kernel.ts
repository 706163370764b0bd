// The causal depthwise convolution that stands before a selective scan: y[t] = silu(bias + sum over k of weight[k] * x[t - width + 1 + k]),
// one filter a channel, over whole sequences (`convForward`) and token by token (`convStep`). What comes before a sequence is its initial
// state, or 0; its last width - 1 tokens are handed on. One block takes a tile of tokens with the few before it; nothing is summed across
// blocks.
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
  fma,
  fragment,
  type Global,
  type i32,
  kernel,
  named,
  parallel,
  range,
  shared,
  silu,
  type Static,
  work,
} from "../../dsl/index.ts";

export interface ConvProblem<T extends number> {
  readonly dtype: DType<T>;
  /** Taps of a filter: 2 or more. */
  readonly width: number;
  readonly hasBias: boolean;
  readonly hasSilu: boolean;
  readonly hasInitialState: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins. */
  readonly packed: boolean;
}
export interface ConvTuning {
  /** Tokens and channels of a block. */
  readonly blockT: number;
  readonly blockC: number;
  readonly warps: number;
}

/**
 * x and y [batch, token, channel]; weight [channel, width]; bias [channel]; initialState and lastState [sequence, width - 1, channel],
 * oldest token first. `maxTokens`: the longest sequence's length. Tensors that the problem leaves out may be null.
 */
export const convForward = kernel(
  import.meta.url,
  "convForward",
  <T extends f32 | f16 | bf16>(
    { dtype, width, hasBias, hasSilu, hasInitialState, packed }: Static<ConvProblem<T>>,
    { blockT, blockC }: Static<ConvTuning>,
  ) =>
    (
      x: Global<T, [i32, i32, i32]>,
      weight: Global<f32, [i32, Dim<"width">]>,
      bias: Global<f32, [i32]>,
      initialState: Global<T, [i32, i32, i32]>,
      cuSeqlens: Global<i32, [i32]>,
      y: Global<T, [i32, i32, i32]>,
      lastState: Global<T, [i32, i32, i32]>,
      maxTokens: i32,
    ) => {
      if (width < 2) throw new Error("a convolution has two taps at least");
      const past = named("past", width - 1);
      const all = named("all", blockT + width - 1);
      const channels = x.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : x.shape[0];
      for (const [channelTile, tokenTile, sequence] of work([ceilDiv(channels, blockC), ceilDiv(maxTokens, blockT), sequences])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : x.shape[1];
        const top = tokenTile * blockT;
        if (packed)
          if (tokenTile === 0 && channelTile === 0) assert(tokens <= maxTokens, "maxTokens is at least the longest sequence's length");
        if (top > 0 && top >= tokens) continue;
        const here = range(channelTile * blockC, blockC);
        const xSequence = packed ? x.slice(1, first, tokens) : x;
        const ySequence = packed ? y.slice(1, first, tokens) : y;

        /** Row r is token top - past + r; those before the sequence are 0 here. */
        const rows = shared(dtype, [all, blockC]);
        const before = shared(dtype, [past, blockC]);
        const taps = shared(f32, [blockC, width]);
        const offsets = fragment(f32, [blockC]);
        const sums = fragment(f32, [blockT, blockC]);
        copy(xSequence.at(batch, range(top - past, all), here), rows);
        if (hasInitialState) copy(initialState.at(sequence, range(0, past), here), before);
        copy(weight.at(here, range(0, width)), taps);
        if (hasBias) copy(bias.at(here), offsets);
        else fill(offsets, 0);

        for (const [t, c] of parallel(blockT, blockC)) {
          let sum: f32 = offsets[c];
          for (let k = 0; k < width; k++) {
            const value = hasInitialState && top + t + k < past ? f32(before[t + k]![c]!) : f32(rows[t + k]![c]!);
            sum = fma(taps[c]![k]!, value, sum);
          }
          sums[t][c] = hasSilu ? silu(sum) : sum;
        }
        convert(sums, ySequence.at(batch, range(top, blockT), here));

        if (tokens - top <= blockT) {
          const last = fragment(dtype, [past, blockC]);
          for (const [k, c] of parallel(past, blockC))
            last[k][c] = hasInitialState && tokens + k < past ? before[tokens + k]![c]! : rows[tokens - top + k]![c]!;
          copy(last, lastState.at(sequence, range(0, past), here));
        }
      }
    },
  {
    problem: { dtype: "bf16", width: 4, hasBias: true, hasSilu: true, hasInitialState: false, packed: false },
    tuning: { blockT: 32, blockC: 64, warps: 4 },
  },
);

export interface ConvStepProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly width: number;
  readonly hasBias: boolean;
  readonly hasSilu: boolean;
  /** Row n's state is that of slot slots[n] of the pool instead of slot n; where slots[n] is negative, y is 0 and no state is touched. */
  readonly hasSlots: boolean;
}
export interface ConvStepTuning {
  readonly blockC: number;
  readonly warps: number;
}
/** One token of each sequence: x and y [row, channel], state [slot, width - 1, channel], which moves on by it. Rows of one call have slots of their own. */
export const convStep = kernel(
  import.meta.url,
  "convStep",
  <T extends f32 | f16 | bf16>(
    { dtype, width, hasBias, hasSilu, hasSlots }: Static<ConvStepProblem<T>>,
    { blockC }: Static<ConvStepTuning>,
  ) =>
    (
      x: Global<T, [i32, i32]>,
      weight: Global<f32, [i32, Dim<"width">]>,
      bias: Global<f32, [i32]>,
      slots: Global<i32, [i32]>,
      state: Global<T, [i32, i32, i32]>,
      y: Global<T, [i32, i32]>,
    ) => {
      if (width < 2) throw new Error("a convolution has two taps at least");
      const past = named("past", width - 1);
      for (const [tile, row] of work([ceilDiv(x.shape[1], blockC), x.shape[0]])) {
        const slot = hasSlots ? slots.read(row) : row;
        const here = range(tile * blockC, blockC);
        const sums = fragment(f32, [blockC]);
        fill(sums, 0);
        if (slot >= 0) {
          const taps = shared(f32, [blockC, width]);
          const newest = fragment(dtype, [blockC]);
          const before = shared(dtype, [past, blockC]);
          copy(weight.at(here, range(0, width)), taps);
          copy(state.at(slot, range(0, past), here), before);
          copy(x.at(row, here), newest);
          if (hasBias) copy(bias.at(here), sums);
          for (const [c] of parallel(blockC)) {
            let sum: f32 = sums[c];
            for (let k = 0; k < past; k++) sum = fma(taps[c]![k]!, f32(before[k]![c]!), sum);
            sum = fma(taps[c]![past]!, f32(newest[c]), sum);
            sums[c] = hasSilu ? silu(sum) : sum;
          }
          const moved = fragment(dtype, [past, blockC]);
          for (const [k, c] of parallel(past, blockC)) moved[k][c] = k < past - 1 ? before[k + 1]![c]! : newest[c];
          copy(moved, state.at(slot, range(0, past), here));
        }
        convert(sums, y.at(row, here));
      }
    },
  { problem: { dtype: "bf16", width: 4, hasBias: true, hasSilu: true, hasSlots: false }, tuning: { blockC: 256, warps: 1 } },
);
