// Sums of scalar log decays inside each chunk: what every other kernel of the chunk form reads decays from. One block a chunk and head.
import {
  assert,
  ceil,
  ceilDiv,
  copy,
  type Dim,
  exp2,
  f32,
  fragment,
  type Global,
  type i32,
  idiv,
  kernel,
  max,
  parallel,
  range,
  serial,
  type Shared,
  shared,
  type Static,
  work,
} from "../../dsl/index.ts";

export const LOG2E = 1.4426950408889634;

export interface SumsProblem {
  /** Tokens of a chunk. */
  readonly chunk: number;
  readonly decay: "head" | "token" | "step";
  readonly packed: boolean;
}
/**
 * What is left at token `to` of a chunk of what was there at token `from`: sums lie in two parts, of which the differences of the first are exact,
 * so that long sums cost no accuracy.
 */
export const decayBetween = (wholes: Shared<f32, [number]>, parts: Shared<f32, [number]>, from: i32, to: i32): f32 =>
  exp2(wholes[to]! - wholes[from]! + (parts[to]! - parts[from]!));
/**
 * Columns of a state [blockV, key] in registers: warps divide its rows by 16, then its columns by 8. Those behind keyDim are read as 0, and not written.
 */
export const keyColumnsOf = (keyDim: number, blockV: number, warps: number): number => {
  const divided = 8 * ceilDiv(16 * warps, blockV);
  return divided * ceilDiv(keyDim, divided);
};
/** Where chunk n of a sequence lies in tensors by chunk: of packed sequences, no two chunks meet. */
export const chunkSlot = (packed: boolean, first: i32, chunk: i32, sequence: i32, n: i32): i32 =>
  packed ? idiv(first, chunk) + sequence + n : n;

/**
 * A log decay to base 2 after which nothing is left of any f32; a chunk's sum of such is still exact. A token may forget more, or all by -Infinity: its
 * sums stay finite, and tell later tokens from each other.
 */
const FORGETS = -1024;
/**
 * rate [head] (decays "head" and "step"), logDecay [batch, token, head] ("token"), step [batch, token, head] ("step") give sums [batch, head, slot,
 * token of the chunk]: the log decays, to base 2, from the chunk's first token to this one inclusive, without a whole number that is in wholes; and the steps in the same order. Tokens
 * behind a sequence's end decay nothing and have steps of 0. Slots are `chunkSlot`'s; those of no chunk are left as they are.
 */
export const chunkSums = kernel(
  import.meta.url,
  "chunkSums",
  ({ chunk, decay, packed }: Static<SumsProblem>, _tuning: Static<{ warps: number }>) =>
    (
      rate: Global<f32, [i32]>,
      logDecay: Global<f32, [i32, i32, i32]>,
      step: Global<f32, [i32, i32, i32]>,
      cuSeqlens: Global<i32, [i32]>,
      wholes: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      sums: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      steps: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      maxTokens: i32,
    ) => {
      const [batches, heads] = sums.shape;
      for (const [n, head, sequence] of work([
        ceilDiv(packed ? max(maxTokens, 1) : maxTokens, chunk),
        heads,
        packed ? cuSeqlens.shape[0] - 1 : batches,
      ])) {
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const length = packed ? cuSeqlens.read(sequence + 1) - first : maxTokens;
        const left = length - n * chunk;
        if (packed) if (n === 0 && head === 0) assert(length <= maxTokens, "maxTokens is at least the longest sequence's length");
        if (left <= 0) continue;
        const slot = chunkSlot(packed, first, chunk, sequence, n);
        const own = fragment(f32, [chunk]);
        const decays = shared(f32, [chunk]);
        const whole = fragment(f32, [chunk]);
        const sum = fragment(f32, [chunk]);
        const unit = decay === "token" ? LOG2E : rate.read(head) * LOG2E;
        for (const [i] of parallel(chunk)) {
          const token = first + n * chunk + i;
          if (decay === "head") own[i] = i < left ? 1 : 0;
          if (decay === "token") own[i] = i < left ? logDecay.read(batch, token, head) : 0;
          if (decay === "step") own[i] = i < left ? step.read(batch, token, head) : 0;
          // No step decays nothing, however fast the decay.
          const decayed = own[i] === 0 ? 0 : own[i] * unit;
          // Not max, which may lose a NaN.
          const forgets = decayed < FORGETS;
          decays[i] = forgets ? FORGETS : decayed;
        }
        for (const [i] of parallel(chunk)) {
          let steps: f32 = 0;
          let rest: f32 = 0;
          for (const j of serial(0, chunk)) {
            rest += j <= i ? decays[j]! : 0;
            steps += ceil(rest);
            rest -= ceil(rest);
          }
          whole[i] = steps;
          sum[i] = rest;
        }
        copy(whole, wholes.at(batch, head, slot, range(0, chunk)));
        copy(sum, sums.at(batch, head, slot, range(0, chunk)));
        if (decay === "step") copy(own, steps.at(batch, head, slot, range(0, chunk)));
      }
    },
  { problem: { chunk: 64, decay: "token", packed: false }, tuning: { warps: 2 } },
);
